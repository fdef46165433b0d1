import { CONTAINER, type Place, PORT } from './place.ts'

/** The command that writes appspec.yaml. */
export function writeAppSpec(
  taskDefinitionArn: string | undefined,
  { container = CONTAINER }: { container?: string } = {},
): string {
  return [
    "cat > appspec.yaml <<'END'",
    'version: 0.0',
    'Resources:',
    '  - TargetService:',
    '      Type: AWS::ECS::Service',
    '      Properties:',
    `        TaskDefinition: "${taskDefinitionArn}"`,
    '        LoadBalancerInfo:',
    `          ContainerName: "${container}"`,
    `          ContainerPort: ${PORT}`,
    'END',
  ].join('\n')
}

/** The command that deploys what appspec.yaml says; neither a bucket nor a shell's escapes come in between. */
export function createDeployment({ name }: Place): string {
  return `aws deploy create-deployment --application-name ${name} --deployment-group-name ${name} --revision "revisionType=AppSpecContent,appSpecContent={content='$(cat appspec.yaml)'}"`
}
