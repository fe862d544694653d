/** What serves a live page: its history, its server, its page. Internal. */
@NullMarked
package processpool.watch.live;

import org.jspecify.annotations.NullMarked;
