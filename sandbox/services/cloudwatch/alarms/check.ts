import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch'
import { StandardUnit } from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../../../operation.ts'
import { dimensionsOf } from '../dimensions.ts'
import { invalidCombination, invalidValue, missingParameter, validationError } from '../errors.ts'
import { isPeriod } from '../periods.ts'
import { checkQueries } from '../queries.ts'
import { isExtendedStatistic, isPlainStatistic } from '../statistics.ts'
import { periodOf } from './measure.ts'
import { COMPARISON_OPERATORS } from './verdict.ts'

const DAY_S = 24 * 60 * 60
const HOUR_S = 60 * 60
const TREATMENTS = ['breaching', 'notBreaching', 'ignore', 'missing']
const MOST_ACTIONS = 5

/** Throws what AWS answers to an alarm that cannot be. */
export function checkMetricAlarm(input: PutMetricAlarmInput): void {
  for (const name of [
    'ThresholdMetricId',
    'EvaluationCriteria',
    'EvaluationWindow',
    'WarmUpConfiguration',
  ] as const) {
    if (input[name] === undefined) continue
    throw new AwsError('NotImplemented', `The practice account does not have ${name} of PutMetricAlarm.`, 501)
  }
  checkName(input.AlarmName ?? '')
  checkActions(input)
  const { ComparisonOperator, EvaluationPeriods, DatapointsToAlarm, Threshold, TreatMissingData } = input
  if (ComparisonOperator === undefined)
    throw missingParameter('The parameter ComparisonOperator is required.')
  oneOf(ComparisonOperator, 'comparisonOperator', COMPARISON_OPERATORS)
  if (EvaluationPeriods === undefined) throw missingParameter('The parameter EvaluationPeriods is required.')
  if (Threshold === undefined) throw missingParameter('The parameter Threshold is required.')
  if (!Number.isFinite(Threshold))
    throw invalidValue(`The value ${Threshold} for parameter Threshold is invalid.`)
  atLeastOne(EvaluationPeriods, 'evaluationPeriods')
  if (DatapointsToAlarm !== undefined) {
    atLeastOne(DatapointsToAlarm, 'datapointsToAlarm')
    if (DatapointsToAlarm > EvaluationPeriods) {
      throw validationError(
        'DatapointsToAlarm must be less than or equal to EvaluationPeriods for this alarm configuration.',
      )
    }
  }
  if (TreatMissingData !== undefined && !TREATMENTS.includes(TreatMissingData)) {
    throw validationError(
      `Value '${TreatMissingData}' at 'treatMissingData' failed to satisfy constraint: Member must satisfy enum value set: [${TREATMENTS.join(', ')}]`,
    )
  }
  if (input.Metrics?.length) checkMath(input)
  else checkMetric(input)
  const period = periodOf(input)
  const longest = period >= HOUR_S ? 7 * DAY_S : DAY_S
  if (period * EvaluationPeriods > longest) {
    throw validationError(
      `Metrics cannot be checked across more than ${longest === DAY_S ? 'a day' : 'seven days'} (EvaluationPeriods * Period must be <= ${longest}).`,
    )
  }
}

/** Throws ValidationError for a name that no alarm can have. */
export function checkName(name: string): void {
  if (name.length < 1 || name.length > 255 || !/^\P{Cc}+$/u.test(name)) {
    throw validationError(
      `1 validation error detected: Value '${name.slice(0, 300)}' at 'alarmName' failed to satisfy constraint: Member must have length between 1 and 255, without control characters`,
    )
  }
}

/** Throws ValidationError for actions that are no ARNs. */
export function checkActions(input: {
  AlarmActions?: string[] | undefined
  OKActions?: string[] | undefined
  InsufficientDataActions?: string[] | undefined
}): void {
  const { AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = input
  for (const [name, actions] of Object.entries({ AlarmActions, OKActions, InsufficientDataActions })) {
    if (actions.length > MOST_ACTIONS) {
      throw validationError(`The collection ${name} must not have a size greater than ${MOST_ACTIONS}.`)
    }
    for (const action of actions) {
      if (!/^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[^:]*:.+$/.test(action)) {
        throw validationError(`Invalid arn syntax: ${action}`)
      }
    }
  }
}

function checkMath(input: PutMetricAlarmInput): void {
  const single = [
    'MetricName',
    'Namespace',
    'Period',
    'Statistic',
    'ExtendedStatistic',
    'Dimensions',
    'Unit',
  ] as const
  const given = single.find(name => input[name] !== undefined && input[name] !== '' && !isEmpty(input[name]))
  if (given) {
    throw validationError(
      `The parameters ${given} and Metrics are mutually exclusive and you have specified both.`,
    )
  }
  const queries = checkQueries(input.Metrics ?? [], 'Metrics')
  if (queries.filter(({ returnData }) => returnData).length !== 1) {
    throw validationError('Exactly one element of the metrics list should return data.')
  }
}

/** Older clients send empty lists for what is not given. */
function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

function checkMetric(input: PutMetricAlarmInput): void {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Period, Unit } = input
  if (!MetricName) throw missingParameter('The parameter MetricName is required.')
  if (!Namespace) throw missingParameter('The parameter Namespace is required.')
  if (Statistic !== undefined && ExtendedStatistic !== undefined) {
    throw invalidCombination(
      'The parameters Statistic and ExtendedStatistic are mutually exclusive and you have specified both.',
    )
  }
  if (Statistic === undefined && ExtendedStatistic === undefined) {
    throw missingParameter('One of the parameters Statistic or ExtendedStatistic is required.')
  }
  if (Statistic !== undefined && !isPlainStatistic(Statistic)) {
    throw invalidValue(`The value ${Statistic} for parameter Statistic is invalid.`)
  }
  if (ExtendedStatistic !== undefined && !isExtendedStatistic(ExtendedStatistic)) {
    throw invalidValue(`The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`)
  }
  if (Period === undefined) throw missingParameter('The parameter Period is required.')
  if (!isPeriod(Period) || Period === 1 || Period === 5) {
    throw validationError(`Invalid period: ${Period}. The period must be 10, 20, 30 or any multiple of 60.`)
  }
  if (Unit !== undefined) oneOf(Unit, 'unit', Object.values(StandardUnit))
  dimensionsOf(input.Dimensions, 'Dimensions')
}

function atLeastOne(value: number, name: string): void {
  if (Number.isInteger(value) && value >= 1) return
  throw validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  )
}

function oneOf(value: string, name: string, values: readonly string[]): void {
  if (values.includes(value)) return
  throw validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must satisfy enum value set: [${values.join(', ')}]`,
  )
}
