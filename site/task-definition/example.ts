/** The task definition that the lesson begins with. */
export const EXAMPLE = `{
  "family": "web",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "runtimePlatform": { "cpuArchitecture": "X86_64" },
  "executionRoleArn": "arn:aws:iam::111122223333:role/web-execution",
  "taskRoleArn": "arn:aws:iam::111122223333:role/web-task",
  "containerDefinitions": [
    {
      "name": "web",
      "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1",
      "essential": true,
      "portMappings": [{ "containerPort": 8080 }],
      "environment": [{ "name": "COLOUR", "value": "blue" }],
      "secrets": [
        {
          "name": "DATABASE_PASSWORD",
          "valueFrom": "arn:aws:ssm:eu-west-1:111122223333:parameter/web/password"
        }
      ],
      "healthCheck": {
        "command": ["CMD-SHELL", "wget -qO- http://127.0.0.1:8080/health"]
      },
      "stopTimeout": 30,
      "logConfiguration": {
        "logDriver": "awslogs",
        "options": {
          "awslogs-group": "/ecs/web",
          "awslogs-region": "eu-west-1",
          "awslogs-stream-prefix": "web"
        }
      }
    }
  ]
}
`

/** Mistakes to make on purpose: what each changes in the example. */
export const MISTAKES: readonly { id: string; title: string; from: string; to: string }[] = [
  { id: 'size', title: 'More memory than fits', from: '"memory": "512"', to: '"memory": "4096"' },
  { id: 'comma', title: 'Forget a comma', from: '"family": "web",', to: '"family": "web"' },
  { id: 'number', title: 'CPU as a number', from: '"cpu": "256"', to: '"cpu": 256' },
  {
    id: 'role',
    title: 'No execution role',
    from: '  "executionRoleArn": "arn:aws:iam::111122223333:role/web-execution",\n',
    to: '',
  },
  {
    id: 'network',
    title: 'Docker’s own network',
    from: '"networkMode": "awsvpc"',
    to: '"networkMode": "bridge"',
  },
  {
    id: 'port',
    title: 'Another port outside',
    from: '{ "containerPort": 8080 }',
    to: '{ "containerPort": 8080, "hostPort": 80 }',
  },
  { id: 'name', title: 'Misspell a field', from: '"portMappings"', to: '"portMapping"' },
]

/** The example with one mistake in it. */
export function withMistake(id: string): string {
  const mistake = MISTAKES.find(one => one.id === id)
  if (!mistake) throw new Error(`No mistake is called "${id}": ${MISTAKES.map(one => one.id).join(', ')}`)
  return EXAMPLE.replace(mistake.from, mistake.to)
}
