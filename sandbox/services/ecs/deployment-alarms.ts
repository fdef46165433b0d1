import type { Scope } from '../../store/store.ts'
import { cloudwatch } from '../cloudwatch/store.ts'
import type { ServiceDeploymentDocument } from './service-deployments.ts'
import type { ServiceDocument } from './store.ts'

/**
 * The alarms of a deployment that begins. Where one is in ALARM already, none is watched: such a deployment may be what mends
 * it (developer guide, "How CloudWatch alarms detect Amazon ECS deployment failures").
 */
export function watchedAlarms(
  scope: Scope,
  { alarms }: ServiceDocument['deploymentConfiguration'],
): NonNullable<ServiceDeploymentDocument['alarms']> {
  const alarmNames = alarms?.alarmNames ?? []
  const watched =
    alarms?.enable === true && alarmNames.length > 0 && activeAlarms(scope, alarmNames).length === 0
  return { status: watched ? 'MONITORING' : 'DISABLED', alarmNames, triggeredAlarmNames: [] }
}

/** The watched alarms of a deployment that are in ALARM now. */
export function triggeredAlarms(scope: Scope, { alarms }: ServiceDeploymentDocument): string[] {
  return alarms?.status === 'MONITORING' ? activeAlarms(scope, alarms.alarmNames) : []
}

function activeAlarms(scope: Scope, names: string[]): string[] {
  const known = cloudwatch(scope).alarms
  return names.filter(name => known.get(name)?.state.value === 'ALARM')
}
