import { defineStep } from '../../define.ts'
import { expectRepaired, REPAIR_READS } from '../../parts/case.ts'
import { LAB, NAME } from '../names.ts'
import { deployTag } from '../register-command.ts'

export default defineStep({
  title: 'Find the fault, and bring version 2',
  needs: ['open-case'],
  commands: () => [],
  check: account =>
    expectRepaired(account, {
      service: {
        ...{ cluster: NAME, service: NAME, container: 'web', port: 8080, healthCheckPath: '/health' },
        ...{ securityGroupId: '', tasks: 2, anyNetwork: true, image: '/web:2', lab: LAB },
      },
      hidden: ['image-not-found', 'task-failed'],
      look: 'The reason names something, and says that it is not there. Where was that name given, and which names are there? The versions of the web server are called 1 and 2.',
    }),
  hints: [
    'There are two deployments: the old one serves, the new one tries. The Map shows both, and aws ecs describe-services in deployments.',
    'The new one’s tasks stop before anything of them runs. Their stoppedReason begins with CannotPullContainerError.',
    'A registry keeps images under tags. One letter more or less is another image. What stands in the newest revision of the task definition, after the last colon?',
    'Register the task definition once more, with the tag 2, and give the newest revision to the service.',
  ],
  solve: context => deployTag(context, '2'),
  timeout: '8m',
  reads: REPAIR_READS,
})
