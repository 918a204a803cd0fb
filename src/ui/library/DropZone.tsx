/** The whole page takes files and folders; while something is dragged over it, it says so. */
import type { ReactNode } from 'react';
import { useDropzone } from 'react-dropzone';
import { isCheckpoint } from '../../session/weights';
import { useActions } from '../session_context';
import { addedFiles } from './dropped_files';

export function DropZone({ children }: { children: ReactNode }) {
  const actions = useActions();
  const { getRootProps, isDragActive } = useDropzone({
    noClick: true,
    noKeyboard: true,
    onDrop: (files) => {
      const checkpoint = files.find(({ name }) => isCheckpoint(name));
      if (checkpoint) void actions.inspectCheckpoint(checkpoint);
      const videos = files.filter(({ name }) => !isCheckpoint(name));
      if (videos.length > 0) void actions.addFiles(addedFiles(videos));
    },
  });
  return (
    <div {...getRootProps({ className: 'page' })}>
      {children}
      {isDragActive && (
        <div className="drop-overlay">
          <p>Drop videos, folders or a checkpoint anywhere</p>
          <p className="drop-overlay-note">They are read here and stay on this device.</p>
        </div>
      )}
    </div>
  );
}
