"""The database itself refuses to change or remove versions, comments and sign-offs of cases."""

from django.db import migrations

from headwater.web.organization.append_only import refuse

TABLES = {
    "appraisal_caseversion": "a version of a business case stays as it was written",
    "appraisal_casecomment": "a comment on a business case stays as it was written",
    "appraisal_signoff": "what was signed stays as it was signed",
}


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0001_cases")]
    operations = [
        refuse(table, event, word=word)
        for table, word in TABLES.items()
        for event in ("UPDATE", "DELETE")
    ]
