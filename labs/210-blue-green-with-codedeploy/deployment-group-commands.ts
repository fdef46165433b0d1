import type { CommandContext, Outputs } from '../define.ts'
import * as parts from '../parts/deployment-group.ts'
import { CONFIG, DEPLOYER, GROUPS, place, WAITS } from './names.ts'

/** Green waits for approval, and is given up without; blue waits a while before it goes. */
export const blueGreen = parts.blueGreenConfiguration(WAITS)

/** Which target groups and listeners belong together. */
export function loadBalancer(out: Outputs, { test = true }: { test?: boolean } = {}): string {
  const { listenerArn, testListenerArn } = out['create-listeners'] ?? {}
  return parts.loadBalancerInfo(GROUPS, listenerArn, test ? testListenerArn : undefined)
}

/** The commands that make CodeDeploy's role, the application and its deployment group. */
export function createDeploymentGroup(context: CommandContext, options?: { test?: boolean }): string[] {
  return parts.createDeploymentGroup(context, place, {
    ...{ role: DEPLOYER, config: CONFIG, blueGreen, loadBalancer: loadBalancer(context.out, options) },
    rollbackOn: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'],
  })
}
