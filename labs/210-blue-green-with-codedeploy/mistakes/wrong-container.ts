import { defineMistake } from '../../define.ts'
import { deploy } from '../deploy-commands.ts'

export default defineMistake({
  title: 'The AppSpec file names the service where it should name the container',
  step: 'deploy',
  commands: context => deploy(context, { container: 'shop' }),
  expect: {
    status: 'fail',
    reason: 'app-spec-container',
    next: /Write ContainerName: "app" in appspec\.yaml/,
  },
  mend: context => deploy(context),
})
