/** What this is, whose idea it is, and what it does not prove. */
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Modal } from '@mantine/core';
import { useReturnFocus } from '../commands/return_focus';
import { setAbout } from './guide_view';

export default function About() {
  useReturnFocus();
  return (
    <Modal
      opened
      onClose={() => setAbout(false)}
      title="About"
      size="min(620px, 94vw)"
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close About' }}
    >
      <div className="about">
        <p>
          LTN Playground trains 3D ResNets by contrastive learning in this browser, a time-invariant and a
          time-aware variant side by side on the same batches, and shows what becomes of the representation of
          your own clips.
        </p>
        <p>
          The method is from: Di Yang, Yaohui Wang, Quan Kong, Antitza Dantcheva, Lorenzo Garattoni, Gianpiero
          Francesca, François Brémond.{' '}
          <cite>Self-Supervised Video Representation Learning via Latent Time Navigation.</cite> AAAI 2023.
          This is an independent implementation; the paper’s numbers, where they stand beside a setting, are
          its authors’.
        </p>
        <h3>What it does not prove</h3>
        <ul>
          <li>
            <span className="symbol">f′</span> is given t. That t can be read off it, or that its map is in
            order, proves nothing about the encoder. Order in <span className="symbol">f</span> is the
            finding: look at it, at its interval, and at its controls.
          </li>
          <li>
            A few clips, a small encoder and some hundred steps are not Kinetics-400 for 200 epochs. Expect
            wide intervals; repeat with other seeds before believing a difference.
          </li>
          <li>
            t-SNE keeps neighbourhoods. Size of and distance between clusters mean little, and structure can
            appear where there is none.
          </li>
          <li>
            The rendered set is simple: its scenes have shortcuts that real videos lack. What holds there need
            not hold on yours.
          </li>
          <li>
            Where the paper leaves something open, a choice was made; it is a setting, or its help says so.
          </li>
        </ul>
        <p>
          Your videos stay on this device. Settings, labels, notes, the record of your runs and their weights,
          as of the last pause or some 5 to 10 seconds of training ago, are kept in this browser’s storage
          until you remove them; video files are not. Clearing the site’s data deletes what is kept.
        </p>
      </div>
    </Modal>
  );
}
