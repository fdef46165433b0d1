/** An AppSpec file in YAML. */
export function appSpec(taskDefinition: string, hooks: Record<string, string> = {}, port = 8080): string {
  return [
    'version: 0.0',
    'Resources:',
    '  - TargetService:',
    '      Type: AWS::ECS::Service',
    '      Properties:',
    `        TaskDefinition: "${taskDefinition}"`,
    '        LoadBalancerInfo:',
    '          ContainerName: web',
    `          ContainerPort: ${port}`,
    ...(Object.keys(hooks).length > 0 ? ['Hooks:'] : []),
    ...Object.entries(hooks).map(([event, name]) => `  - ${event}: "${name}"`),
  ].join('\n')
}
