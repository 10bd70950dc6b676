"""The six digits that an authenticator app shows (RFC 6238): SHA-1, half a minute, six digits."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time


def totp(secret: str) -> str:
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, int(time.time() // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"
