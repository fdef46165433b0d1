import { DescribeTaskDefinitionCommand, ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs'
import { expectClusterActive } from '../../assertions/expect-cluster-active.ts'
import { expectDefaultNetwork } from '../../assertions/expect-default-network.ts'
import { allOf, fail, pass, tagMissing } from '../../assertions/verdicts.ts'
import { defineStep, type CheckContext } from '../../define.ts'
import { CLUSTER, ecsTag, LAB, NAME, PORT } from '../names.ts'

export default defineStep({
  title: 'Prepare cluster and recipe',
  commands: ({ images }) => {
    const container = { name: 'web', image: `${images}/web:1`, portMappings: [{ containerPort: PORT }] }
    return [
      `aws ecs create-cluster --cluster-name ${CLUSTER} --tags ${ecsTag}`,
      [
        `aws ecs register-task-definition --family ${NAME} --requires-compatibilities FARGATE --network-mode awsvpc`,
        `--cpu 256 --memory 512 --container-definitions '${JSON.stringify([container])}' --tags ${ecsTag}`,
      ].join(' '),
    ]
  },
  check: account =>
    allOf(
      () => expectClusterActive(account, { name: CLUSTER, lab: LAB }),
      () => expectDefaultNetwork(account),
      () => expectRecipe(account),
    ),
  hints: [
    'A cluster and a recipe; nothing runs yet.',
    'The recipe has no execution role: the image is public, and the container writes no logs, so ECS needs no leave of yours.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [
    'ecs:DescribeClusters',
    'ecs:ListTaskDefinitions',
    'ecs:DescribeTaskDefinition',
    'ec2:DescribeVpcs',
    'ec2:DescribeSubnets',
  ],
})

async function expectRecipe({ aws }: CheckContext) {
  const { taskDefinitionArns = [] } = await aws.ecs.send(
    new ListTaskDefinitionsCommand({ familyPrefix: NAME, status: 'ACTIVE', sort: 'DESC', maxResults: 1 }),
  )
  const [taskDefinition] = taskDefinitionArns
  if (!taskDefinition) {
    return fail('task-definition-missing', {
      title: 'No task definition yet',
      expected: `an active task definition of the family ${NAME}`,
      observed: 'none',
      next: 'Run this step’s second command.',
    })
  }
  const { taskDefinition: found, tags } = await aws.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }),
  )
  const untagged = tagMissing(tags, {
    lab: LAB,
    what: `a task definition ${NAME}`,
    command: `aws ecs tag-resource --resource-arn ${taskDefinition} --tags key=slipway-lab,value=${LAB}`,
  })
  if (untagged) return untagged
  return pass(`The recipe is ${found?.family}:${found?.revision}.`, {}, [
    { type: 'ecs:task-definition', id: taskDefinition },
  ])
}
