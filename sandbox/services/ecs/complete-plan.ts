import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { Sandbox } from '../../operation.ts'
import type { ContainerPlan } from '../../runtime/runtime.ts'
import type { Scope } from '../../store/store.ts'
import { engineSettings } from './engine-settings.ts'
import { environmentOfFiles } from './environment-files.ts'
import { secretValues } from './secrets.ts'
import type { TaskDocument } from './store.ts'
import { mountsOf } from './volumes.ts'

/** A plan with what has to be read for it: environment files, which give way to the environment, secrets, and volumes. */
export async function completePlan(
  sandbox: Sandbox,
  scope: Scope,
  task: TaskDocument,
  definition: ContainerDefinition,
  plan: ContainerPlan,
): Promise<ContainerPlan> {
  const fromFiles = await environmentOfFiles(sandbox, scope, task, definition)
  const secrets = secretValues(sandbox, scope, task, definition.secrets)
  const volumes = mountsOf(sandbox, scope, task, definition)
  const mounts = volumes.map(({ user: _user, ...mount }) => mount)
  // EFS does everything as the access point's user; here the container itself has to be that user.
  const user = definition.user ?? volumes.find(volume => volume.user)?.user
  const engine = engineSettings(definition)
  return {
    ...plan,
    environment: { ...fromFiles, ...plan.environment, ...secrets },
    ...(mounts.length > 0 && { mounts }),
    ...(user && { user }),
    ...(engine && { engine }),
  }
}
