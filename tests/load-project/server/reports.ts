import { type OperationContext, ProblemError } from 'specwire/server';
import type { DefaultHandlers } from '../generated/server/index.js';

/** The operation that `specwire new` adds to this project's copy of the platform's documents. */
export const reports = {
  async getV1ReportsByReportId({ path }, { tenantId, requestId, traceparent }) {
    if (path.report_id === 'next')
      throw new ProblemError('unavailable', { detail: 'It is being written.', retryAfter: 5 });
    return { status: 200, body: { name: [path.report_id, tenantId, requestId, traceparent].join(' ') } };
  },
} satisfies DefaultHandlers<OperationContext>;
