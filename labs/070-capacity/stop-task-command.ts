import { CLUSTER, NAME } from './names.ts'

/** The command that stops a task of the service which runs on this capacity provider. */
export function stopOn(provider: 'FARGATE' | 'FARGATE_SPOT'): string {
  const tasks = `$(aws ecs list-tasks --cluster ${CLUSTER} --service-name ${NAME} --query 'taskArns[]' --output text)`
  const query = `tasks[?capacityProviderName=='${provider}'].taskArn|[0]`
  return `aws ecs stop-task --cluster ${CLUSTER} --task "$(aws ecs describe-tasks --cluster ${CLUSTER} --tasks ${tasks} --query "${query}" --output text)" --reason 'As if Spot had taken it back'`
}
