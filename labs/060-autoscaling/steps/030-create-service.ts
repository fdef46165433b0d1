import { expectServiceStable, SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { expectTaskDefinition } from '../../assertions/expect-task-definition.ts'
import { allOf, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, ecsTag, HEALTH_CHECK_PATH, LAB, LEAST, LOG_GROUP, NAME, PORT, SERVICE } from '../names.ts'

export default defineStep({
  title: 'Run two tasks',
  needs: ['prepare', 'create-load-balancer'],
  commands: ({ images, region, out }) => {
    const { executionRoleArn, subnetA, subnetB, tasksGroupId } = out['prepare'] ?? {}
    const container = {
      name: 'web',
      image: `${images}/web:1`,
      portMappings: [{ containerPort: PORT }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': LOG_GROUP, 'awslogs-region': region, 'awslogs-stream-prefix': 'web' },
      },
    }
    return [
      [
        `aws ecs register-task-definition --family ${NAME} --requires-compatibilities FARGATE --network-mode awsvpc`,
        `--cpu 256 --memory 512 --execution-role-arn ${executionRoleArn}`,
        `--container-definitions '${JSON.stringify([container])}' --tags ${ecsTag}`,
      ].join(' '),
      [
        `aws ecs create-service --cluster ${CLUSTER} --service-name ${SERVICE} --task-definition ${NAME} --desired-count ${LEAST} --launch-type FARGATE`,
        `--network-configuration 'awsvpcConfiguration={subnets=[${subnetA},${subnetB}],securityGroups=[${tasksGroupId}],assignPublicIp=ENABLED}'`,
        `--load-balancers targetGroupArn=${out['create-load-balancer']?.['targetGroupArn']},containerName=web,containerPort=${PORT}`,
        `--health-check-grace-period-seconds 30 --propagate-tags SERVICE --tags ${ecsTag}`,
      ].join(' '),
    ]
  },
  check: account =>
    allOf(
      async () => {
        const verdict = await expectTaskDefinition(account, {
          family: NAME,
          container: 'web',
          image: '/web:1',
          port: PORT,
          executionRoleArn: account.out['prepare']?.executionRoleArn ?? '',
          logGroup: LOG_GROUP,
          lab: LAB,
        })
        return verdict.status === 'pass' ? pass('', {}, verdict.made) : verdict
      },
      () =>
        expectServiceStable(account, {
          cluster: CLUSTER,
          service: SERVICE,
          container: 'web',
          port: PORT,
          healthCheckPath: HEALTH_CHECK_PATH,
          securityGroupId: account.out['prepare']?.tasksGroupId ?? '',
          targetGroupArn: account.out['create-load-balancer']?.targetGroupArn ?? '',
          tasks: LEAST,
          orMore: true,
          lab: LAB,
        }),
    ),
  hints: [
    'First the recipe, then the service that keeps two of it running.',
    'Without a revision, --task-definition means the newest one.',
    'If it does not become healthy, the check says why; the lab on services explains each cause.',
  ],
  solve: 'commands',
  timeout: '8m',
  reads: ['ecs:ListTaskDefinitions', ...SERVICE_STABLE_READS],
})
