import { CONTAINER, PORT } from './place.ts'

/** The command that writes appspec.yaml by hand, and the one that deploys what it says. */
export function writeAppSpec(
  taskDefinitionArn: string | undefined,
  { container = CONTAINER, port = PORT }: { container?: string; port?: number } = {},
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
    `          ContainerPort: ${port}`,
    'END',
  ].join('\n')
}

/** Options by which CreateDeployment gets appspec.yaml as it stands; neither a bucket nor a shell's escapes come in between. */
export const APP_SPEC_REVISION = `--revision "revisionType=AppSpecContent,appSpecContent={content='$(cat appspec.yaml)'}"`
