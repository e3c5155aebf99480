/**
 * A run of contract tests as JUnit's XML, which CI systems show; a suite for each subject.
 * @see https://github.com/testmoapp/junitxml
 */
import { PLAIN } from '../diagnostics.js';
import { type CaseResult, countOutcomes } from './report.js';
import { faultText } from './text-report.js';

/** The XML of all cases. */
export function junitXml(cases: readonly CaseResult[]): string {
  const subjects = [...new Set(cases.map(({ subject }) => subject))];
  const suites = subjects.map((subject) =>
    suiteXml(
      subject,
      cases.filter((one) => one.subject === subject),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="specwire test" ${countsXml(cases)}>\n${suites.join('')}</testsuites>\n`;
}

function suiteXml(subject: string, cases: readonly CaseResult[]): string {
  return `  <testsuite name="${escaped(subject)}" ${countsXml(cases)}>\n${cases.map(caseXml).join('')}  </testsuite>\n`;
}

function countsXml(cases: readonly CaseResult[]): string {
  const { failed, skipped } = countOutcomes(cases);
  const seconds = cases.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  return `tests="${cases.length}" failures="${failed}" errors="0" skipped="${skipped}" time="${seconds.toFixed(3)}"`;
}

function caseXml(one: CaseResult): string {
  const { subject, operationId, name, outcome, milliseconds, reason = '', remark } = one;
  const time = (milliseconds / 1000).toFixed(3);
  const head = `    <testcase classname="${escaped(operationId ?? subject)}" name="${escaped(name)}" time="${time}"`;
  const inner = {
    passed: remark === undefined ? '' : `      <system-out>${escaped(remark)}</system-out>\n`,
    skipped: `      <skipped message="${escaped(reason)}"/>\n`,
    failed: failureXml(one),
  }[outcome];
  return inner === '' ? `${head}/>\n` : `${head}>\n${inner}    </testcase>\n`;
}

function failureXml({ faults, exchange }: CaseResult): string {
  const message = faults[0]?.message ?? 'failed';
  const { curl = '', status, contentType = '', body = '' } = exchange ?? {};
  const came = status === undefined ? 'nothing' : `${status} ${contentType}`.trimEnd();
  const text = [...faults.map((fault) => faultText(fault, PLAIN)), `sent: ${curl}`, `came: ${came}`, body];
  return `      <failure message="${escaped(message)}">${escaped(text.join('\n').trimEnd())}</failure>\n`;
}

/** XML has no way to write most control characters. */
function escaped(text: string): string {
  return text
    .replace(/[^\P{C}\t\n\r]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
