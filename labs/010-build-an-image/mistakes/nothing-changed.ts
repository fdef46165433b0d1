import { defineMistake } from '../../define.ts'
import orderLayers from '../steps/070-order-layers.ts'

export default defineMistake({
  title: 'Nothing is changed between the two builds',
  step: 'order-layers',
  commands: context => orderLayers.commands(context).filter(command => !command.includes('server.js')),
  expect: {
    status: 'fail',
    reason: 'nothing-changed',
    next: /echo '\/\/ A change\.' >> server\.js, and build: `docker build --tag hello:3 \.`$/,
  },
  mend: (_context, named) => [`echo '// A change.' >> server.js`, ...named],
})
