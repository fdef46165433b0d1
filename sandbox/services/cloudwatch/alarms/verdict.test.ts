import { describe, expect, test } from 'vitest'
import { double, judge } from './verdict.ts'

const AT = Date.parse('2026-08-09T01:36:00Z')
const MINUTE = 60_000

/** `X` breaches, `0` does not, `-` is missing; the newest is last, as AWS's page writes it. */
function verdictOf(points: string, needed: number | undefined, treatMissing: string, periods = 3) {
  const range = [...points.replaceAll(' ', '')]
    .reverse()
    .map((mark, index) => ({ at: AT - index * MINUTE, ...(mark !== '-' && { value: mark === 'X' ? 9 : 0 }) }))
  return judge(range, {
    ...{ comparison: 'GreaterThanThreshold', threshold: 1, evaluationPeriods: periods },
    ...{ datapointsToAlarm: needed, treatMissing },
  })
}

/** The two tables of AWS's page on missing data: missing, ignore, breaching, notBreaching. */
describe.each([
  [3, '0 - X - X', 'OK OK OK OK'],
  [3, '- - - - 0', 'OK OK OK OK'],
  [3, '- - - - -', 'INSUFFICIENT_DATA - ALARM OK'],
  [3, '0 X X - X', 'ALARM ALARM ALARM ALARM'],
  [3, '- - X - -', 'ALARM - ALARM OK'],
  [2, '0 - X - X', 'ALARM ALARM ALARM ALARM'],
  [2, '0 0 X 0 X', 'ALARM ALARM ALARM ALARM'],
  [2, '0 - X - -', 'OK OK ALARM OK'],
  [2, '- - - - 0', 'OK OK ALARM OK'],
  [2, '- - - X -', 'ALARM - ALARM OK'],
])('%i of 3 with %s', (needed, points, expected) => {
  test('is judged as AWS judges it, by each treatment of missing data', () => {
    const got = ['missing', 'ignore', 'breaching', 'notBreaching'].map(
      treatment => verdictOf(points, needed, treatment)?.value ?? '-',
    )
    expect(got.join(' ')).toBe(expected)
  })
})

test.each<[string, number | undefined, string, string, number]>([
  [
    'X',
    undefined,
    'missing',
    'Threshold Crossed: 1 datapoint [9.0 (09/08/26 01:36:00)] was greater than the threshold (1.0).',
    1,
  ],
  [
    '0',
    undefined,
    'missing',
    'Threshold Crossed: 1 datapoint [0.0 (09/08/26 01:36:00)] was not greater than the threshold (1.0).',
    1,
  ],
  [
    'X X',
    undefined,
    'missing',
    'Threshold Crossed: 2 datapoints [9.0 (09/08/26 01:36:00), 9.0 (09/08/26 01:35:00)] were greater than the threshold (1.0).',
    2,
  ],
  [
    'X 0 X',
    2,
    'missing',
    'Threshold Crossed: 2 out of the last 3 datapoints [9.0 (09/08/26 01:36:00), 9.0 (09/08/26 01:34:00)] were greater than the threshold (1.0) (minimum 2 datapoints for OK -> ALARM transition).',
    3,
  ],
  [
    '0',
    1,
    'missing',
    'Threshold Crossed: 1 out of the last 1 datapoints [0.0 (09/08/26 01:36:00)] was not greater than the threshold (1.0) (minimum 1 datapoint for ALARM -> OK transition).',
    1,
  ],
  [
    'X X X X X X',
    undefined,
    'missing',
    'Threshold Crossed: 6 datapoints were greater than the threshold (1.0). The most recent datapoints which crossed the threshold: [9.0 (09/08/26 01:36:00), 9.0 (09/08/26 01:35:00), 9.0 (09/08/26 01:34:00), 9.0 (09/08/26 01:33:00), 9.0 (09/08/26 01:32:00)].',
    6,
  ],
  [
    '- -',
    undefined,
    'breaching',
    'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].',
    2,
  ],
  [
    '- - X',
    undefined,
    'breaching',
    'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].',
    3,
  ],
  [
    '- -',
    undefined,
    'notBreaching',
    'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [NonBreaching].',
    2,
  ],
  ['-', undefined, 'missing', 'Insufficient Data: 1 datapoint was unknown.', 1],
  ['- -', undefined, 'missing', 'Insufficient Data: 2 datapoints were unknown.', 2],
])('the reason for %s is in AWS’s words', (points, needed, treatment, reason, periods) => {
  expect(verdictOf(points, needed, treatment, periods)?.reason).toBe(reason)
})

test('numbers are written as Java writes doubles', () => {
  expect([70, 0.5, -3, 0, 12_345_678, 0.0001].map(double)).toEqual([
    '70.0',
    '0.5',
    '-3.0',
    '0.0',
    '1.2345678E7',
    '1.0E-4',
  ])
})
