import { findService } from '../../assertions/service-state.ts'
import { fail, pass, tagMissing, waiting } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, ecsTag, LAB, MACHINES } from '../names.ts'

const createService = `aws ecs create-service --cluster ${CLUSTER} --service-name ${MACHINES} --task-definition ${MACHINES} --desired-count 1 --launch-type EC2 --tags ${ecsTag}`
const deleteService = `aws ecs delete-service --cluster ${CLUSTER} --service ${MACHINES} --force`

export default defineStep({
  title: 'Ask for machines',
  needs: ['prepare'],
  commands: ({ images }) => [
    `aws ecs list-container-instances --cluster ${CLUSTER}`,
    [
      `aws ecs register-task-definition --family ${MACHINES} --requires-compatibilities EC2 --network-mode bridge`,
      `--container-definitions '${JSON.stringify([{ name: 'web', image: `${images}/web:1`, cpu: 100, memory: 200 }])}' --tags ${ecsTag}`,
    ].join(' '),
    createService,
    `sleep 5; aws ecs describe-services --cluster ${CLUSTER} --services ${MACHINES} --query 'services[0].[runningCount,events[].message]'`,
  ],
  check: async account => {
    const service = await findService(account, { cluster: CLUSTER, service: MACHINES })
    const expected = `a service ${MACHINES} of launch type EC2, which says why it starts nothing`
    if (!service) {
      return fail('service-missing', {
        title: 'Nobody has asked yet',
        expected,
        observed: 'no active service of that name',
        next: 'Run this step’s commands from the top.',
      })
    }
    const { serviceArn = '', launchType, events = [] } = service
    const untagged = tagMissing(service.tags, {
      lab: LAB,
      what: `a service ${MACHINES}`,
      command: `aws ecs tag-resource --resource-arn ${serviceArn} --tags key=slipway-lab,value=${LAB}`,
    })
    if (untagged) return untagged
    if (launchType !== 'EC2') {
      return fail('launch-type', {
        title: 'It does not ask for machines of yours',
        expected,
        observed: `its launch type is ${launchType ?? 'not given, so that the cluster’s strategy counts'}`,
        next: `Delete it: \`${deleteService}\`, wait until it is gone, then create it: \`${createService}\``,
      })
    }
    const told = events.find(({ message = '' }) => message.includes('unable to place a task'))
    if (!told) {
      return waiting('not-told-yet', {
        title: 'It has not said so yet',
        expected,
        observed: events[0]?.message ?? 'no events yet',
        next: 'Wait a moment: the service tries, and then writes what came of it.',
        retryAfterSeconds: 5,
        aboutSeconds: 30,
      })
    }
    return pass(`It says: ${told.message}`, {}, [{ type: 'ecs:service', id: serviceArn }])
  },
  hints: [
    'A container instance is a machine of yours that has joined the cluster. The first command lists them: none.',
    'The launch type EC2 means: on one of those.',
    'A service that cannot start its tasks does not fail. It says why, in its events, and goes on trying.',
  ],
  solve: 'commands',
  timeout: '3m',
  reads: ['ecs:DescribeServices'],
})
