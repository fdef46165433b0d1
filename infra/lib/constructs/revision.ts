import { APP_PORT } from './front-door.ts'

/** What `aws deploy create-deployment --revision` takes, as JSON: an AppSpec that brings up a task definition. */
export function revisionOf(taskDefinition: string): string {
  const Properties = {
    TaskDefinition: taskDefinition,
    LoadBalancerInfo: { ContainerName: 'app', ContainerPort: APP_PORT },
  }
  const content = JSON.stringify({
    version: 0.0,
    Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties } }],
  })
  return JSON.stringify({ revisionType: 'AppSpecContent', appSpecContent: { content } })
}
