/** Certificates of an authority of the test's own, made with openssl. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key and its certificate, as Node's servers take them. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** An authority; whoever trusts its file trusts what it issues. */
export class CertificateAuthority {
  /** For `NODE_EXTRA_CA_CERTS`. */
  readonly file: string;
  readonly #folder: string;

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'specwire-ca-'));
    this.file = this.#path('ca.pem');
    this.#selfSign('ca', 'Test authority');
  }

  /** For a name, valid from today. */
  issue(name: string): Certificate {
    const request = ['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`];
    this.#openssl(...request, '-keyout', this.#path('leaf.key'), '-out', this.#path('leaf.csr'));
    writeFileSync(this.#path('leaf.ext'), `subjectAltName=DNS:${name}\n`);
    this.#openssl(
      ...['x509', '-req', '-in', this.#path('leaf.csr'), '-CA', this.file, '-CAkey', this.#path('ca.key')],
      ...['-extfile', this.#path('leaf.ext'), '-out', this.#path('leaf.pem'), '-days', '30'],
    );
    return this.#read('leaf');
  }

  /** Of nobody's authority. */
  selfSigned(name: string): Certificate {
    this.#selfSign('self', name, '-addext', `subjectAltName=DNS:${name}`);
    return this.#read('self');
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #selfSign(file: string, name: string, ...rest: readonly string[]): void {
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', `/CN=${name}`];
    this.#openssl(
      ...request,
      ...rest,
      '-keyout',
      this.#path(`${file}.key`),
      '-out',
      this.#path(`${file}.pem`),
    );
  }

  #read(file: string): Certificate {
    return {
      key: readFileSync(this.#path(`${file}.key`), 'utf8'),
      cert: readFileSync(this.#path(`${file}.pem`), 'utf8'),
    };
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  #openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { stdio: 'pipe' });
  }
}
