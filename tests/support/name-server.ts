/** A name server of the test's own, which may change its mind with every question. */
import { createSocket, type Socket } from 'node:dgram';
import { isIPv4 } from 'node:net';
import { decode, encode } from 'dns-packet';

/** The addresses of a name, at its so-manieth question (from 1) of this type; undefined: no answer at all. */
export type Zone = (name: string, question: number) => readonly string[] | undefined;

/** A name server that listens. */
export class NameServer {
  /** What was asked, in order: `A rebind.test`. */
  readonly questions: string[] = [];
  readonly #socket: Socket;
  readonly #zone: Zone;

  private constructor(zone: Zone) {
    this.#zone = zone;
    this.#socket = createSocket('udp4');
    this.#socket.on('message', (message, peer) => {
      const answer = this.#answer(message);
      if (answer !== undefined) this.#socket.send(answer, peer.port, peer.address);
    });
  }

  /** Starts one; a name without addresses does not exist. */
  static async start(zone: Zone): Promise<NameServer> {
    const server = new NameServer(zone);
    await new Promise<void>((resolve) => server.#socket.bind(0, '127.0.0.1', resolve));
    return server;
  }

  /** As `SPECWIRE_WEBHOOK_DNS` wants it. */
  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  /** How often the name was asked for, by type. */
  count(type: 'A' | 'AAAA', name: string): number {
    return this.questions.filter((question) => question === `${type} ${name}`).length;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#socket.close(resolve));
  }

  #answer(message: Buffer): Buffer | undefined {
    const query = decode(message);
    const question = query.questions?.[0];
    const { id = 0 } = query;
    if (question === undefined || (question.type !== 'A' && question.type !== 'AAAA')) return undefined;
    const { name, type } = question;
    this.questions.push(`${type} ${name}`);
    const addresses = this.#zone(name, this.count(type, name));
    if (addresses === undefined) return undefined;
    const answers = addresses
      .filter((address) => isIPv4(address) === (type === 'A'))
      .map((data) => ({ type, name, ttl: 0, data }));
    // NXDOMAIN is 3 in the lowest bits of the flags.
    const flags = addresses.length === 0 ? 3 : 0;
    return encode({ type: 'response', id, flags, questions: [question], answers });
  }
}
