import type { DeploymentLifecycleHook } from '@aws-sdk/client-ecs'
import type { HookDocument } from '../service-deployments.ts'
import type { Turn } from './turn.ts'

/** The hook as the deployment's configuration has it. */
export function configurationOf(
  { record }: Pick<Turn, 'record'>,
  hook: HookDocument,
): DeploymentLifecycleHook {
  return record.deploymentConfiguration.lifecycleHooks?.[hook.index] ?? {}
}

/** Whether a hook waits for a request rather than for a function. */
export function isPause({ targetType }: DeploymentLifecycleHook): boolean {
  return targetType === 'PAUSE'
}
