"""What people do in the room of services: the only files here that call the engine or write."""
