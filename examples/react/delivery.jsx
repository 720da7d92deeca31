import { Box } from '@mui/material';
import { Title } from 'react-admin';
import { useNavigate, useParams, useSearchParams } from 'react-router-dom';
import { SERVICE, tokenProvider } from './service.js';

/** One delivery. The portal's address keeps the place in its log window. */
export function Delivery() {
  const id = decodeURIComponent(useParams().id);
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const view = search.get('view') ?? undefined;

  const keep = ({ detail }) => {
    const path = detail.deliveryId ? `/deliveries/${encodeURIComponent(detail.deliveryId)}/show` : '/deliveries';
    const place = detail.view === undefined ? '' : `?${new URLSearchParams({ view: detail.view })}`;
    // To open the window, and to close it, is a step to go back over; what is done inside is not.
    navigate(path + place, { replace: view !== undefined && detail.view !== undefined });
  };

  // React sets what the element has as properties, and hears `on…` as events of that name.
  return (
    <Box sx={{ mt: 3 }}>
      <Title title={id} />
      <delivery-dashboard apiBase={SERVICE} deliveryId={id} view={view} tokenProvider={tokenProvider} ondelivery-view-changed={keep} />
    </Box>
  );
}
