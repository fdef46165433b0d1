import type { CommandContext, Outputs } from '../define.ts'
import * as parts from '../parts/deployment-group.ts'
import { ALARM, CONFIG, DEPLOYER, GROUPS, place, TERMINATION } from './names.ts'

/** Nobody is asked; blue stands by for a while. */
export const blueGreen = parts.blueGreenConfiguration({ termination: TERMINATION })

/** Which target groups and listener belong together. */
export function loadBalancer(out: Outputs): string {
  return parts.loadBalancerInfo(GROUPS, out['create-listeners']?.['listenerArn'])
}

/** The commands that make CodeDeploy's role, the application and its deployment group. */
export function createDeploymentGroup(
  context: CommandContext,
  { alarms = [ALARM] }: { alarms?: string[] } = {},
): string[] {
  return parts.createDeploymentGroup(context, place, {
    ...{ role: DEPLOYER, config: CONFIG, blueGreen, loadBalancer: loadBalancer(context.out), alarms },
    rollbackOn: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
  })
}
