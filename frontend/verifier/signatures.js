// Signatures of credentials, tokens and the log, by the browser itself; Ed25519 by a library where the browser lacks it.
import { verifyAsync } from "@noble/ed25519";

export async function isEd25519(signature, message, publicKey) {
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, message);
  } catch {
    return verifyAsync(signature, message, publicKey).catch(() => false);
  }
}

export async function isRs256(signature, message, jwk) {
  const kind = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("jwk", { kty: "RSA", n: jwk.n, e: jwk.e }, kind, false, ["verify"]);
  return crypto.subtle.verify(kind.name, key, signature, message);
}
