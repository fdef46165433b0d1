import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Build an image',
  summary:
    'From a folder and a Dockerfile to a running container: settings, layers, the cache, and what must not get in.',
  part: 'containers',
  minutes: 25,
  cost: { perHour: 0, source: 'everything happens on your own machine' },
  needs: ['Docker on this machine', 'What a container is'],
  leaves: ['Nothing, after Reset; the builder’s cache stays until you prune it'],
  engine: true,
  account: false,
  steps: [
    { id: 'build-image', title: 'Build the image' },
    { id: 'run-container', title: 'Run it' },
    { id: 'give-settings', title: 'Give it other settings' },
    { id: 'look-inside', title: 'Look inside, and leave something there' },
    { id: 'stop-container', title: 'Stop it' },
    { id: 'read-layers', title: 'Look into its layers' },
    { id: 'order-layers', title: 'Put first what seldom changes' },
    { id: 'slim-image', title: 'Leave out what does not belong' },
  ],
})
