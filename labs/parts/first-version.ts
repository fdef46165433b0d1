import { expectServiceStable, SERVICE_STABLE_READS } from '../assertions/expect-service-stable.ts'
import { allOf } from '../assertions/verdicts.ts'
import { createService, expectedService } from './create-service.ts'
import { type StepPart, targetGroupArn } from './front.ts'
import type { Place } from './place.ts'
import { expectUploads, registerUploads, UPLOADS_READS } from './uploads-task.ts'

interface FirstVersion {
  /** Name of the target group with which the tasks are registered. */
  group: string
  /** Who deploys; ECS itself when absent. */
  controller?: 'CODE_DEPLOY'
  /** Options of create-service beside the usual ones. */
  more?: string
}

/** The step that runs version 1 of the uploads app as a service; its `needs` must have `prepare` and `create-load-balancer`. */
export function firstVersionStep(place: Place, { group, controller, more = '' }: FirstVersion): StepPart {
  const options = [...(controller ? [`--deployment-controller type=${controller}`] : []), more]
  return {
    commands: context => [
      registerUploads(context, place, '1'),
      createService(context, place, {
        targetGroupArn: targetGroupArn(context.out, group),
        more: options.join(' ').trim(),
      }),
    ],
    check: account =>
      allOf(
        () => expectUploads(account, place, '1'),
        () =>
          expectServiceStable(account, {
            ...expectedService(account.out, place, targetGroupArn(account.out, group)),
            ...{ image: '/uploads:1', ...(controller && { controller }) },
          }),
      ),
    solve: 'commands',
    timeout: '8m',
    reads: [...UPLOADS_READS, ...SERVICE_STABLE_READS],
  }
}
