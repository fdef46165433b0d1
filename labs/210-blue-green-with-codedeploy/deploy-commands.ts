import type { CommandContext } from '../define.ts'
import { createDeployment, writeAppSpec } from '../parts/app-spec.ts'
import { place } from './names.ts'

/** The commands that write the AppSpec file and start the deployment. */
export function deploy({ out }: CommandContext, options?: { container?: string }): string[] {
  const { taskDefinitionArn } = out['register-version-2'] ?? {}
  return [writeAppSpec(taskDefinitionArn, options), createDeployment(place)]
}
