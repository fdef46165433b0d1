import { expect, test } from 'vitest'
import { engineSettings } from './engine-settings.ts'

test('labels, limits, capabilities and memory file systems go to the engine', () => {
  expect(
    engineSettings({
      dockerLabels: { team: 'a' },
      ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
      linuxParameters: {
        capabilities: { add: ['SYS_PTRACE'], drop: ['NET_RAW'] },
        sharedMemorySize: 64,
        tmpfs: [{ containerPath: '/run', size: 16, mountOptions: ['noexec'] }],
      },
    }),
  ).toEqual({
    labels: { team: 'a' },
    ulimits: [{ name: 'nofile', soft: 1024, hard: 4096 }],
    ...{ addCapabilities: ['SYS_PTRACE'], dropCapabilities: ['NET_RAW'], sharedMemoryMiB: 64 },
    tmpfs: [{ containerPath: '/run', sizeMiB: 16, options: ['noexec'] }],
  })
  expect(engineSettings({ ulimits: [], linuxParameters: { initProcessEnabled: true } })).toBeUndefined()
})
