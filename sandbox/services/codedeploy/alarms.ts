import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { cloudwatch } from '../cloudwatch/store.ts'
import type { Outcome } from './failure.ts'
import { roleProblem } from './service-role.ts'
import type { DeploymentDocument } from './store.ts'

/** How a deployment ends whose alarms are in ALARM, or cannot be asked; undefined when all is well. A rollback has no alarms. */
export function alarmProblem(
  sandbox: Sandbox,
  scope: Scope,
  { alarmConfiguration, serviceRoleArn, rollbackOf }: DeploymentDocument,
): Outcome | undefined {
  const { enabled, alarms = [], ignorePollAlarmFailure } = alarmConfiguration
  if (!enabled || alarms.length === 0 || rollbackOf) return undefined
  const problem = roleProblem(sandbox, serviceRoleArn, [{ action: 'cloudwatch:DescribeAlarms' }])
  if (problem) {
    if (ignorePollAlarmFailure) return undefined
    return { status: 'Failed', error: problem, rollsBackOn: 'DEPLOYMENT_FAILURE' }
  }
  const known = cloudwatch(scope).alarms
  const active = alarms.flatMap(({ name = '' }) => (known.get(name)?.state.value === 'ALARM' ? [name] : []))
  if (active.length === 0) return undefined
  const message = `One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: ${active.join(', ')}`
  return {
    status: 'Stopped',
    error: { code: 'ALARM_ACTIVE', message },
    rollsBackOn: 'DEPLOYMENT_STOP_ON_ALARM',
  }
}
