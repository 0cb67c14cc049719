// Asks for names below .localhost in every way that Node has, and prints what came of it.
import dns, { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';

const [, , plainPort, tlsPort] = process.argv;
const plain = `http://demo.vault.localhost:${plainPort}/`;
const tls = `https://demo.vault.localhost:${tlsPort}/`;

const requested = (module, url) =>
  new Promise((resolve, reject) => {
    module
      .get(url, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve(text));
      })
      .on('error', reject);
  });
const called = (find, ...args) =>
  new Promise((resolve, reject) => {
    find(...args, (error, ...found) => (error ? reject(error) : resolve(found)));
  });

const results = {
  fetchPlain: await (await fetch(plain)).text(),
  fetchTls: await (await fetch(tls)).text(),
  requestPlain: await requested(http, plain),
  requestTls: await requested(https, tls),
  callback: await called(dns.lookup, 'a.localhost'),
  all: (await called(dns.lookup, 'a.b.localhost', { all: true }))[0],
  promise: await dns.promises.lookup('A.LOCALHOST.', { family: 4 }),
  promiseAll: await dns.promises.lookup('a.localhost', { all: true }),
  namedImport: await called(lookup, 'a.localhost', 4),
  address: await called(dns.lookup, '127.0.0.1'),
  otherName: await called(dns.lookup, 'localhost.invalid').catch((error) => error.code),
};
process.stdout.write(JSON.stringify(results));
process.exit();
