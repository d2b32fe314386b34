// Takes the page's files into the program with `#embed`, which costs a second where the same bytes
// as a Swift array cost half a minute.

#include "CDeskAssets.h"

// `#embed` is standard C from C23 on, and an extension before it.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define STYLE "text/css; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"

static const unsigned char index_html[] = {
#embed "page/index.html"
};
static const unsigned char icon_svg[] = {
#embed "page/icon.svg"
};
static const unsigned char parts_api_js[] = {
#embed "page/parts/api.js"
};
static const unsigned char parts_chip_js[] = {
#embed "page/parts/chip.js"
};
static const unsigned char parts_choose_js[] = {
#embed "page/parts/choose.js"
};
static const unsigned char parts_desk_js[] = {
#embed "page/parts/desk.js"
};
static const unsigned char parts_dom_js[] = {
#embed "page/parts/dom.js"
};
static const unsigned char parts_drop_js[] = {
#embed "page/parts/drop.js"
};
static const unsigned char parts_format_js[] = {
#embed "page/parts/format.js"
};
static const unsigned char parts_keys_js[] = {
#embed "page/parts/keys.js"
};
static const unsigned char parts_late_js[] = {
#embed "page/parts/late.js"
};
static const unsigned char parts_main_js[] = {
#embed "page/parts/main.js"
};
static const unsigned char parts_route_js[] = {
#embed "page/parts/route.js"
};
static const unsigned char parts_rows_js[] = {
#embed "page/parts/rows.js"
};
static const unsigned char parts_say_js[] = {
#embed "page/parts/say.js"
};
static const unsigned char parts_undo_js[] = {
#embed "page/parts/undo.js"
};
static const unsigned char screens_at_hub_js[] = {
#embed "page/screens/at-hub.js"
};
static const unsigned char screens_bulk_js[] = {
#embed "page/screens/bulk.js"
};
static const unsigned char screens_client_link_js[] = {
#embed "page/screens/client-link.js"
};
static const unsigned char screens_comments_js[] = {
#embed "page/screens/comments.js"
};
static const unsigned char screens_conflicts_js[] = {
#embed "page/screens/conflicts.js"
};
static const unsigned char screens_create_js[] = {
#embed "page/screens/create.js"
};
static const unsigned char screens_documents_js[] = {
#embed "page/screens/documents.js"
};
static const unsigned char screens_filters_js[] = {
#embed "page/screens/filters.js"
};
static const unsigned char screens_history_js[] = {
#embed "page/screens/history.js"
};
static const unsigned char screens_hub_panels_js[] = {
#embed "page/screens/hub-panels.js"
};
static const unsigned char screens_not_taken_js[] = {
#embed "page/screens/not-taken.js"
};
static const unsigned char screens_people_js[] = {
#embed "page/screens/people.js"
};
static const unsigned char screens_portal_links_js[] = {
#embed "page/screens/portal-links.js"
};
static const unsigned char screens_release_js[] = {
#embed "page/screens/release.js"
};
static const unsigned char screens_saved_filters_js[] = {
#embed "page/screens/saved-filters.js"
};
static const unsigned char screens_settings_js[] = {
#embed "page/screens/settings.js"
};
static const unsigned char screens_settle_js[] = {
#embed "page/screens/settle.js"
};
static const unsigned char screens_ticket_fields_js[] = {
#embed "page/screens/ticket-fields.js"
};
static const unsigned char screens_ticket_row_js[] = {
#embed "page/screens/ticket-row.js"
};
static const unsigned char screens_ticket_texts_js[] = {
#embed "page/screens/ticket-texts.js"
};
static const unsigned char screens_ticket_time_js[] = {
#embed "page/screens/ticket-time.js"
};
static const unsigned char screens_ticket_js[] = {
#embed "page/screens/ticket.js"
};
static const unsigned char screens_tickets_js[] = {
#embed "page/screens/tickets.js"
};
static const unsigned char screens_time_sheet_js[] = {
#embed "page/screens/time-sheet.js"
};
static const unsigned char screens_waiting_js[] = {
#embed "page/screens/waiting.js"
};
static const unsigned char screens_work_js[] = {
#embed "page/screens/work.js"
};
static const unsigned char screens_workload_js[] = {
#embed "page/screens/workload.js"
};
static const unsigned char style_base_css[] = {
#embed "page/style/base.css"
};
static const unsigned char style_controls_css[] = {
#embed "page/style/controls.css"
};
static const unsigned char style_print_css[] = {
#embed "page/style/print.css"
};
static const unsigned char style_screens_css[] = {
#embed "page/style/screens.css"
};
static const unsigned char style_ticket_css[] = {
#embed "page/style/ticket.css"
};

#define ASSET(name, media_type, file) {name, media_type, file, sizeof(file)}

static const struct desk_asset assets[] = {
    ASSET("index.html", "text/html; charset=utf-8", index_html),
    ASSET("icon.svg", "image/svg+xml", icon_svg),
    ASSET("parts/api.js", SCRIPT, parts_api_js),
    ASSET("parts/chip.js", SCRIPT, parts_chip_js),
    ASSET("parts/choose.js", SCRIPT, parts_choose_js),
    ASSET("parts/desk.js", SCRIPT, parts_desk_js),
    ASSET("parts/dom.js", SCRIPT, parts_dom_js),
    ASSET("parts/drop.js", SCRIPT, parts_drop_js),
    ASSET("parts/format.js", SCRIPT, parts_format_js),
    ASSET("parts/keys.js", SCRIPT, parts_keys_js),
    ASSET("parts/late.js", SCRIPT, parts_late_js),
    ASSET("parts/main.js", SCRIPT, parts_main_js),
    ASSET("parts/route.js", SCRIPT, parts_route_js),
    ASSET("parts/rows.js", SCRIPT, parts_rows_js),
    ASSET("parts/say.js", SCRIPT, parts_say_js),
    ASSET("parts/undo.js", SCRIPT, parts_undo_js),
    ASSET("screens/at-hub.js", SCRIPT, screens_at_hub_js),
    ASSET("screens/bulk.js", SCRIPT, screens_bulk_js),
    ASSET("screens/client-link.js", SCRIPT, screens_client_link_js),
    ASSET("screens/comments.js", SCRIPT, screens_comments_js),
    ASSET("screens/conflicts.js", SCRIPT, screens_conflicts_js),
    ASSET("screens/create.js", SCRIPT, screens_create_js),
    ASSET("screens/documents.js", SCRIPT, screens_documents_js),
    ASSET("screens/filters.js", SCRIPT, screens_filters_js),
    ASSET("screens/history.js", SCRIPT, screens_history_js),
    ASSET("screens/hub-panels.js", SCRIPT, screens_hub_panels_js),
    ASSET("screens/not-taken.js", SCRIPT, screens_not_taken_js),
    ASSET("screens/people.js", SCRIPT, screens_people_js),
    ASSET("screens/portal-links.js", SCRIPT, screens_portal_links_js),
    ASSET("screens/release.js", SCRIPT, screens_release_js),
    ASSET("screens/saved-filters.js", SCRIPT, screens_saved_filters_js),
    ASSET("screens/settings.js", SCRIPT, screens_settings_js),
    ASSET("screens/settle.js", SCRIPT, screens_settle_js),
    ASSET("screens/ticket-fields.js", SCRIPT, screens_ticket_fields_js),
    ASSET("screens/ticket-row.js", SCRIPT, screens_ticket_row_js),
    ASSET("screens/ticket-texts.js", SCRIPT, screens_ticket_texts_js),
    ASSET("screens/ticket-time.js", SCRIPT, screens_ticket_time_js),
    ASSET("screens/ticket.js", SCRIPT, screens_ticket_js),
    ASSET("screens/tickets.js", SCRIPT, screens_tickets_js),
    ASSET("screens/time-sheet.js", SCRIPT, screens_time_sheet_js),
    ASSET("screens/waiting.js", SCRIPT, screens_waiting_js),
    ASSET("screens/work.js", SCRIPT, screens_work_js),
    ASSET("screens/workload.js", SCRIPT, screens_workload_js),
    ASSET("style/base.css", STYLE, style_base_css),
    ASSET("style/controls.css", STYLE, style_controls_css),
    ASSET("style/print.css", STYLE, style_print_css),
    ASSET("style/screens.css", STYLE, style_screens_css),
    ASSET("style/ticket.css", STYLE, style_ticket_css),
};

size_t desk_asset_count(void) { return sizeof(assets) / sizeof(assets[0]); }

const struct desk_asset *desk_asset_at(size_t index) {
    return index < desk_asset_count() ? &assets[index] : NULL;
}
