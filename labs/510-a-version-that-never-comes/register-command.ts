import type { CommandContext } from '../define.ts'
import { LAB, NAME } from './names.ts'

/** The commands that register the web server under a tag, and give it to the service. */
export function deployTag({ accountId, images, region }: CommandContext, tag: string): string[] {
  const container = {
    name: 'web',
    image: `${images}/web:${tag}`,
    portMappings: [{ containerPort: 8080 }],
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': `/ecs/${NAME}`,
        'awslogs-region': region,
        'awslogs-stream-prefix': 'web',
      },
    },
  }
  return [
    [
      `aws ecs register-task-definition --family ${NAME} --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512`,
      `--execution-role-arn arn:aws:iam::${accountId}:role/slipway/${NAME}-execution --container-definitions '${JSON.stringify([container])}'`,
      `--tags key=slipway-lab,value=${LAB} --query taskDefinition.taskDefinitionArn --output text`,
    ].join(' '),
    `aws ecs update-service --cluster ${NAME} --service ${NAME} --task-definition ${NAME} --query service.taskDefinition --output text`,
  ]
}
