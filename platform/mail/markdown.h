// Text written by users in Markdown, as HTML and as plain text for a letter.
#pragma once

#include <string>

namespace mila::mail {

/// Addresses a letter may lead to: http, https, mailto, tel; without blanks or line breaks.
bool is_link(std::string_view url);

/// HTML without raw HTML and images of the writer (an image shows its description), with links to
/// is_link() addresses only; headings begin at level 2.
std::string markdown_to_html(std::string const& markdown);
/// Lines of at most 72 characters; links as "text (address)".
std::string markdown_to_text(std::string const& markdown);

}  // namespace mila::mail
