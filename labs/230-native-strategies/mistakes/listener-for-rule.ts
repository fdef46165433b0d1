import { defineMistake } from '../../define.ts'
import { registerUploads } from '../../parts/uploads-task.ts'
import { place } from '../names.ts'
import { moveOver } from '../strategies.ts'

/** ECS refuses it: “productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. …” */
export default defineMistake({
  title: 'The listener is named where its rule should be',
  step: 'move-over',
  commands: context => [
    registerUploads(context, place, '2'),
    moveOver(context, { productionRule: context.out['create-listeners']?.['listenerArn'] ?? '' }),
  ],
  expect: { status: 'fail', reason: 'not-moved', next: /want the ARNs of rules, not of listeners/ },
  mend: context => [moveOver(context)],
})
