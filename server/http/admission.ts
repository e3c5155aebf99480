/** Who may come in: authentication first, then the rate limit, before anything else about the request is looked at. */
import type { Request } from 'express';
import type { Allowances, Decision } from '../limits/allowance.js';
import { limitField, type PolicyName, policyField, WINDOW_SECONDS } from '../limits/fields.js';
import type { Principal, RequestContext } from './context.js';
import { ProblemError } from './problem-error.js';
import { unavailable } from './problem-response.js';

/** Finds who a credential belongs to; undefined for one that is unknown, expired or revoked. */
export interface Credentials {
  findApiKey(key: string): Promise<Principal | undefined>;
  findStreamToken(token: string): Promise<Principal | undefined>;
}

/** What an operation asks for. */
export interface AdmissionRule {
  readonly policy: PolicyName | null;
  /** A stream token in the query will do. */
  readonly takesStreamToken: boolean;
}

/** What a path asks for that no operation serves. */
export const DEFAULT_RULE: AdmissionRule = { policy: 'reads', takesStreamToken: false };

const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;

/** The gate of the server. */
export class Admission {
  readonly #credentials: Credentials;
  readonly #allowances: Allowances;
  readonly #whyClosed: () => string | undefined;

  constructor(
    credentials: Credentials,
    allowances: Allowances,
    whyClosed: () => string | undefined = () => undefined,
  ) {
    this.#credentials = credentials;
    this.#allowances = allowances;
    this.#whyClosed = whyClosed;
  }

  /** Lets the request in, or throws `unauthorized`, `rate_limited`, or `unavailable` while nobody can be let in. */
  async admit(request: Request, context: RequestContext, rule: AdmissionRule): Promise<void> {
    const reason = this.#whyClosed();
    if (reason !== undefined) throw unavailable(reason);
    const principal = await this.#authenticate(request, rule);
    context.principal = principal;
    if (rule.policy === null) return;
    const limit = rule.policy === 'jobs' ? principal.jobsPerMinute : principal.readsPerMinute;
    const spent = this.#allowances.spend(`${rule.policy}:${principal.apiKeyId}`, limit);
    const decision = spent instanceof Promise ? await spent : spent;
    context.response.setHeader('RateLimit-Policy', policyField(rule.policy, limit));
    context.response.setHeader('RateLimit', limitField(rule.policy, decision));
    if (!decision.admitted) throw rateLimited(decision);
  }

  async #authenticate(request: Request, rule: AdmissionRule): Promise<Principal> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const key = BEARER.exec(authorization)?.[1];
      const principal = key === undefined ? undefined : await this.#credentials.findApiKey(key);
      if (principal !== undefined) return principal;
      throw unauthorized('The API key is unknown or revoked.', 'invalid_token');
    }
    const token = rule.takesStreamToken ? request.query.stream_token : undefined;
    if (typeof token === 'string' && token !== '') {
      const principal = await this.#credentials.findStreamToken(token);
      if (principal !== undefined) return principal;
      throw unauthorized('The stream token is unknown, expired or revoked.', 'invalid_token');
    }
    throw unauthorized('Send an API key as Authorization: Bearer <key>.');
  }
}

/** RFC 6750 section 3: no error code where no credential was sent. */
function unauthorized(detail: string, error?: string): ProblemError {
  const challenge = error === undefined ? 'Bearer' : `Bearer error="${error}"`;
  return new ProblemError('unauthorized', { detail, headers: { 'WWW-Authenticate': challenge } });
}

function rateLimited(decision: Decision): ProblemError {
  const { limit, resetSeconds } = decision;
  return new ProblemError('rate_limited', {
    detail: `${limit} requests in ${WINDOW_SECONDS} seconds are allowed; try again in ${resetSeconds} seconds.`,
    retryAfter: resetSeconds,
  });
}
