import type { CommandContext } from '../define.ts'
import { APP_SPEC_REVISION, writeAppSpec } from '../parts/app-spec.ts'
import { group } from './names.ts'

/** The commands that write the AppSpec file and start the deployment. */
export function deploy({ out }: CommandContext, options?: { container?: string; port?: number }): string[] {
  return [
    writeAppSpec(out['register-version-2']?.['taskDefinitionArn'], options),
    `aws deploy create-deployment --application-name ${group.application} --deployment-group-name ${group.group} ${APP_SPEC_REVISION}`,
  ]
}
