import { useRef, useState } from 'react'
import { upload, type About, type StoreId } from './api.ts'
import { sizeText, storeName } from './text.ts'

interface Transfer {
  name: string
  /** From 0 to 1. */
  share: number
  stop: AbortController
}

export interface UploadProps {
  userId: string
  about: About
  onStored: () => Promise<void>
}

/** Chooses a store and sends files to it, one after the other, showing how far each is. */
export function Upload({ userId, about, onStored }: UploadProps) {
  const [store, setStore] = useState<StoreId>(about.stores[0] ?? 'file-system')
  const [transfer, setTransfer] = useState<Transfer>()
  const [outcome, setOutcome] = useState<{ text: string; failed: boolean }>()
  const input = useRef<HTMLInputElement>(null)

  async function send(files: File[]) {
    const [problems, stop] = [[] as string[], new AbortController()]
    setOutcome(undefined)
    for (const file of files) {
      if (stop.signal.aborted) break
      setTransfer({ name: file.name, share: 0, stop })
      try {
        if (file.size > about.maxUploadBytes) {
          throw new Error(`It has ${sizeText(file.size)}; the most is ${sizeText(about.maxUploadBytes)}.`)
        }
        await upload(userId, { file, store, signal: stop.signal }, share =>
          setTransfer({ name: file.name, share, stop }),
        )
        await onStored()
      } catch (error) {
        problems.push(`${file.name}: ${(error as Error).message}`)
      }
    }
    setTransfer(undefined)
    if (input.current) input.current.value = ''
    const done = files.length === 1 ? `${files[0]?.name} is stored.` : `All ${files.length} files are stored.`
    setOutcome(
      problems.length > 0 ? { text: problems.join(' '), failed: true } : { text: done, failed: false },
    )
  }

  return (
    <div className="upload">
      <fieldset disabled={transfer !== undefined}>
        <legend>Store in</legend>
        {about.stores.map(id => (
          <label key={id}>
            <input type="radio" name="store" checked={store === id} onChange={() => setStore(id)} />{' '}
            {storeName(id)}
          </label>
        ))}
      </fieldset>
      <label>
        Upload files (to {sizeText(about.maxUploadBytes)} each)
        <input
          ref={input}
          type="file"
          multiple
          disabled={transfer !== undefined}
          onChange={event => void send([...(event.currentTarget.files ?? [])])}
        />
      </label>
      {transfer && (
        <p className="transfer">
          <label>
            {transfer.name}
            <progress value={transfer.share} />
          </label>
          <span>{transfer.share < 1 ? `${Math.floor(transfer.share * 100)} % sent` : 'being stored'}</span>
          <button onClick={() => transfer.stop.abort()}>Cancel</button>
        </p>
      )}
      <p role="status" className={outcome?.failed ? 'problem' : ''}>
        {outcome?.text}
      </p>
    </div>
  )
}
