import { defineMistake } from '../../define.ts'
import { rollTo, updateService } from '../update-commands.ts'

/** What “redeploy” buttons do: the same revision once more. */
export default defineMistake({
  title: 'The service is deployed anew, and still has the old revision',
  step: 'roll-to-version-2',
  commands: () => [`${updateService} --force-new-deployment`],
  expect: {
    status: 'fail',
    reason: 'not-updated',
    next: /register the new version, then give it to the service/,
  },
  mend: context => rollTo(context, '2'),
})
