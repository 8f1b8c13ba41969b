using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.CodeFixes.Signatures;

/// <summary>Tells which types are lazily evaluated sequences, and writes arrays for them.</summary>
internal static class SequenceType
{
    public static bool IsLazy(ISymbol? type) => type is INamedTypeSymbol { TypeArguments.Length: 1 } named
        && $"{named.ContainingNamespace.ToDisplayString()}.{named.Name}" is
            "System.Collections.Generic.IEnumerable" or "System.Collections.Generic.IAsyncEnumerable" or
            "System.Collections.Generic.IEnumerator" or "System.Collections.Generic.IAsyncEnumerator" or
            "System.Linq.IOrderedEnumerable" or "System.Linq.IQueryable" or "System.Linq.IOrderedQueryable";

    /// <summary>Whether a part of a signature's type is the sequence that streams: the type itself, or what its task gives.</summary>
    public static bool Streams(TypeSyntax part, TypeSyntax whole, SemanticModel model, CancellationToken cancellationToken)
    {
        TypeSyntax outer = whole is NullableTypeSyntax nullable ? nullable.ElementType : whole;
        bool isOutermost = part == outer
            || (whole.Parent is MethodDeclarationSyntax
                && model.GetSymbolInfo(outer, cancellationToken).Symbol is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.Length: 1 }
                && outer.DescendantNodes().OfType<TypeSyntax>().FirstOrDefault() == part);
        return isOutermost && model.GetSymbolInfo(part, cancellationToken).Symbol is INamedTypeSymbol { Name: "IEnumerable" or "IAsyncEnumerable" };
    }

    /// <summary>The type with arrays in place of some of its parts.</summary>
    public static TypeSyntax WithArrays(TypeSyntax current, TypeSyntax type, TypeSyntax[] parts, SemanticModel model)
    {
        TypeSyntax changed = type.ReplaceNodes(parts, (original, rewritten) =>
        {
            SimpleNameSyntax name = rewritten is QualifiedNameSyntax qualified ? qualified.Right : (SimpleNameSyntax)rewritten;
            string element = name is GenericNameSyntax { TypeArgumentList.Arguments: [var argument] }
                ? argument.ToString()
                : ((INamedTypeSymbol)model.GetSymbolInfo(original).Symbol!).TypeArguments[0].ToMinimalDisplayString(model, original.SpanStart);
            return SyntaxFactory.ParseTypeName(element + "[]").WithTriviaFrom(original);
        });
        return changed.WithTriviaFrom(current);
    }

    /// <summary>Whether an expression can be evaluated by a spread: a sequence that is no array, no collection expression and not null.</summary>
    public static bool CanBeSpread(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        TypeInfo info = model.GetTypeInfo(expression, cancellationToken);
        return expression is not CollectionExpressionSyntax
            && info.Type is { } type and not IArrayTypeSymbol
            && info.Nullability.FlowState != NullableFlowState.MaybeNull
            && type.AllInterfaces.Append(type).Any(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T);
    }
}
