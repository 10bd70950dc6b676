"""What a person holds in the hand: an app that shows codes (RFC 6238), and a device that keeps a passkey."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import struct
import time
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

from stegvis_web.people.models import User

SECRET = base64.b32encode(b"twenty bytes of test").decode()


def code(secret: str = SECRET, at: float | None = None) -> str:
    """The six digits that an authenticator app shows at a time; now, if none is given."""
    counter = int(time.time() if at is None else at) // 30
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number: int = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def give_app(user: User, secret: str = SECRET) -> str:
    """As if `user` had set up the app already; returns its secret."""
    TOTP.activate(user, secret)
    return secret


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Passkey:
    """A device with one passkey. It asks for finger or PIN unless `verifies` is false."""

    origin: str = "https://testserver"
    host: str = "testserver"
    verifies: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = b"a passkey of the tests"
    user_handle: str = ""

    def create(self, options: dict[str, Any]) -> str:
        """What the browser sends after making the passkey."""
        options = options["publicKey"]
        self.user_handle = options["user"]["id"]
        client_data = self._client_data("webauthn.create", options["challenge"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))  # type: ignore[no-untyped-call]
        attested = b"\0" * 16 + struct.pack(">H", len(self.credential_id)) + self.credential_id + public
        auth_data = self._auth_data(0x40) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": auth_data})
        return json.dumps(
            {
                **self._named(),
                "response": {
                    "clientDataJSON": _text(client_data),
                    "attestationObject": _text(attestation),
                    "transports": ["internal"],
                },
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )

    def get(self, options: dict[str, Any]) -> str:
        """What the browser sends to sign in."""
        client_data = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        auth_data = self._auth_data(0)
        signature = self.key.sign(auth_data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return json.dumps(
            {
                **self._named(),
                "response": {
                    "clientDataJSON": _text(client_data),
                    "authenticatorData": _text(auth_data),
                    "signature": _text(signature),
                    "userHandle": self.user_handle,
                },
                "clientExtensionResults": {},
            }
        )

    def _named(self) -> dict[str, str]:
        return {"type": "public-key", "id": _text(self.credential_id), "rawId": _text(self.credential_id)}

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _auth_data(self, flags: int) -> bytes:
        flags |= 0x01 | (0x04 if self.verifies else 0)
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, 0)
