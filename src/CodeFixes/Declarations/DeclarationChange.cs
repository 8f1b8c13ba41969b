using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ProcGen.CodeFixes.Declarations;

/// <summary>A change of one declaration, which may stand in another document or project than the report that asks for it.</summary>
/// <param name="Document">The document of the declaration.</param>
/// <param name="Span">The declaration's place.</param>
/// <param name="Title">What the user is offered.</param>
/// <param name="Key">Tells changes of one declaration apart: of several reports with the same cause, one change is made.</param>
/// <param name="Apply">Makes the new declaration.</param>
internal sealed record DeclarationChange(DocumentId Document, TextSpan Span, string Title, string Key, Func<SyntaxNode, SyntaxNode> Apply);
