import { defineMistake } from '../../define.ts'
import orderLayers from '../steps/070-order-layers.ts'

export default defineMistake({
  title: 'Both are built with the Dockerfile of before',
  step: 'order-layers',
  commands: context => orderLayers.commands(context).slice(1),
  expect: { status: 'fail', reason: 'install-after-code', next: /cp better\/Dockerfile\.ordered Dockerfile/ },
  mend: context => orderLayers.commands(context),
})
