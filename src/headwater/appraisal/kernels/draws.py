"""The streaming kernel: normals, cubics and sums in one pass through a block that stays in cache.

Single precision inside, double in the sums over cases; `oracle.py` says the same in NumPy.
"""

from typing import Any

import numpy as np

from headwater.numeric.compiled import compiled_fast

STRIP = 256
LANES = 64


@compiled_fast
def seeded(seed: Any) -> Any:
    """Fill the state of 64 xoshiro256++ lanes from one number (splitmix64)."""
    s = np.empty((4, 64), np.uint64)
    x = np.uint64(seed)
    for k in range(4):
        for lane in range(64):
            x += np.uint64(0x9E3779B97F4A7C15)
            z = x
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            s[k, lane] = z ^ (z >> np.uint64(31))
    return s


@compiled_fast
def normals(s: Any, buffer: Any, table: Any) -> None:
    """Fill a buffer (a multiple of 128 float32) with standard normals; advances the state."""
    n = buffer.shape[0]
    r = np.empty(64, np.uint64)
    for i in range(0, n, 128):
        for lane in range(64):
            s0 = s[0, lane]
            s1 = s[1, lane]
            s2 = s[2, lane]
            s3 = s[3, lane]
            x = s0 + s3
            r[lane] = ((x << np.uint64(23)) | (x >> np.uint64(41))) + s0
            t = s1 << np.uint64(17)
            s2 ^= s0
            s3 ^= s1
            s1 ^= s2
            s0 ^= s3
            s2 ^= t
            s3 = (s3 << np.uint64(45)) | (s3 >> np.uint64(19))
            s[0, lane] = s0
            s[1, lane] = s1
            s[2, lane] = s2
            s[3, lane] = s3
        v = r.view(np.int32)
        for lane in range(128):
            w = v[lane]
            a = np.float32(abs(w | 1)) * np.float32(1.0 / 2147483648.0)
            buffer[i + lane] = np.copysign(a, np.float32(w))
    u = buffer.view(np.int32)
    for i in range(n):
        # the octave is read off the exponent of the number, the place in it off the rest
        b = u[i]
        e = np.int32(126) - ((b >> 23) & np.int32(0xFF))
        octave = np.uint32(max(np.int32(0), min(np.int32(31), e)))
        x = np.float32(b & np.int32(0x7FFFFF)) * np.float32(1.0 / 8388608.0) - np.float32(0.5)
        y = table[5, octave]
        y = y * x + table[4, octave]
        y = y * x + table[3, octave]
        y = y * x + table[2, octave]
        y = y * x + table[1, octave]
        y = y * x + table[0, octave]
        buffer[i] = np.copysign(y, buffer[i])


@compiled_fast
def stream_block(
    weights: Any, cubics: Any, common: Any, case: Any, own: Any, table: Any, seed: Any,
    together: Any, each: Any, keep: Any,
) -> None:  # fmt: skip
    """Draw one block: the sum of all cases into `together`, and each case's if `keep`.

    `weights` cases x years, `cubics` cases x 4 x pieces, `each` cases x draws (float32).
    """
    cases, years = weights.shape
    draws = together.shape[0]
    pieces = cubics.shape[2]
    s = seeded(seed)
    shared = np.empty(years * 256, np.float32)
    noise = np.empty(years * 256, np.float32)
    shock = np.empty(256, np.float32)
    total = np.empty(256, np.float32)
    scale = np.float32(pieces / 12.0)
    a = np.float32(common) * scale
    b = np.float32(case) * scale
    c = np.float32(own) * scale
    half = np.float32(pieces / 2.0)
    top = np.float32(pieces) - np.float32(0.001)
    for start in range(0, draws, 256):
        count = min(256, draws - start)
        normals(s, shared, table)
        for i in range(years * 256):
            shared[i] *= a
        for i in range(count):
            together[start + i] = 0.0
        for p in range(cases):
            normals(s, noise, table)
            normals(s, shock, table)
            c0 = cubics[p, 0]
            c1 = cubics[p, 1]
            c2 = cubics[p, 2]
            c3 = cubics[p, 3]
            for i in range(256):
                total[i] = np.float32(0)
                shock[i] = shock[i] * b + half
            for t in range(years):
                w = weights[p, t]
                for i in range(256):
                    z = noise[t * 256 + i] * c + shared[t * 256 + i] + shock[i]
                    z = max(np.float32(0), min(top, z))
                    j = np.int32(z)
                    f = z - np.float32(j) - np.float32(0.5)
                    k = np.uint32(j)
                    total[i] += w * (((c3[k] * f + c2[k]) * f + c1[k]) * f + c0[k])
            for i in range(count):
                together[start + i] += total[i]
            if keep:
                for i in range(count):
                    each[p, start + i] = total[i]
