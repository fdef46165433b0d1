import type { CommandContext } from '../define.ts'
import { registerUploads } from '../parts/uploads-task.ts'
import { place } from './names.ts'

/** The command that begins every change of the service. */
export const updateService = `aws ecs update-service --cluster ${place.name} --service ${place.name}`

/** The commands that register a version and roll to it. */
export function rollTo(context: CommandContext, version: string): string[] {
  return [registerUploads(context, place, version), `${updateService} --task-definition ${place.name}`]
}

/** Shows each deployment of the service with its tasks, until only one is left, and completed. */
export const watchDeployments = [
  `for look in $(seq 120); do deployments=$(aws ecs describe-services --cluster ${place.name} --services ${place.name} --query 'services[0].deployments[].[status,rolloutState,runningCount,failedTasks]' --output text);`,
  `echo "$(date +%T)"; echo "$deployments"; [ "$(echo "$deployments" | cut -f 2 | sort -u)" = COMPLETED ] && break; sleep 5; done`,
].join(' ')
