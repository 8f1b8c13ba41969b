using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.CallSites;

/// <summary>
/// Tells a sequence that is evaluated when it is enumerated from one that is there already, whatever both are declared as. What cannot be seen, the
/// body of a library's method, is taken for the latter.
/// </summary>
internal sealed class DeferredSequences(Compilation compilation, CancellationToken cancellationToken)
{
    private static readonly ImmutableHashSet<string> s_operators =
    [
        "System.Linq.Enumerable",
        "System.Linq.Queryable",
        "System.Linq.ParallelEnumerable",
        "System.Linq.AsyncEnumerable",
    ];

    private static readonly ImmutableHashSet<string> s_readers =
    [
        "System.IO.File.ReadLines",
        "System.IO.File.ReadLinesAsync",
        "System.IO.Directory.EnumerateFiles",
        "System.IO.Directory.EnumerateDirectories",
        "System.IO.Directory.EnumerateFileSystemEntries",
        "System.IO.DirectoryInfo.EnumerateFiles",
        "System.IO.DirectoryInfo.EnumerateDirectories",
        "System.IO.DirectoryInfo.EnumerateFileSystemInfos",
    ];

    /// <summary>Whether a value is, or may be, a sequence whose items do not exist yet.</summary>
    public bool IsDeferred(IOperation value) => value.Alternatives().Any(alternative => IsDeferred(alternative, followBodies: true));

    private bool IsDeferred(IOperation value, bool followBodies) => value switch
    {
        { Type: null } => false,
        ITranslatedQueryOperation query => IsLazy(query.Type) && IsDeferred(query.Operation.WithoutConversions(), followBodies),
        IInvocationOperation call => IsDeferredCall(call, followBodies),
        IPropertyReferenceOperation { Property: { IsAbstract: false, GetMethod: { } getter } } when IsLazy(value.Type) => IsDeferredBody(getter, followBodies),
        ILocalReferenceOperation local => IsLazy(local.Type) && local.FindOnlyValue() is { } initial && initial.Alternatives().Any(alternative => IsDeferred(alternative, followBodies)),
        _ => false,
    };

    private bool IsDeferredCall(IInvocationOperation call, bool followBodies)
    {
        IMethodSymbol method = call.TargetMethod;
        if (!IsLazy(method.ReturnType))
        {
            return false;
        }

        string type = method.ContainingType.Metadata();
        if (s_operators.Contains(type))
        {
            // AsEnumerable and its like give what they are given. Empty has nothing to defer.
            return method.Name.StartsWith("As", StringComparison.Ordinal)
                ? call.Arguments.Length > 0 && call.Arguments[0].Value.Alternatives().Any(source => IsDeferred(source, followBodies))
                : method.Name != "Empty";
        }

        return s_readers.Contains(type + "." + method.Name) || IsDeferredBody(method, followBodies);
    }

    // An override may be written otherwise.
    private bool IsDeferredBody(IMethodSymbol method, bool followBodies)
    {
        bool mayBeOverridden = (method.IsVirtual || method.IsOverride || method.IsAbstract) && !method.IsSealed && !method.ContainingType.IsSealed;
        if (mayBeOverridden || !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly))
        {
            return false;
        }

        return method.OriginalDefinition.IsIterator || (followBodies && ResultsOf(method.OriginalDefinition).Any(result => result.Alternatives().Any(alternative => IsDeferred(alternative, followBodies: false))));
    }

    /// <summary>What the body of a method of this compilation returns.</summary>
    private IEnumerable<IOperation> ResultsOf(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not { } declaration)
        {
            return [];
        }

        IEnumerable<ExpressionSyntax?> results = declaration switch
        {
            ArrowExpressionClauseSyntax arrow => [arrow.Expression],
            BaseMethodDeclarationSyntax { ExpressionBody: { } arrow } => [arrow.Expression],
            LocalFunctionStatementSyntax { ExpressionBody: { } arrow } => [arrow.Expression],
            AccessorDeclarationSyntax { ExpressionBody: { } arrow } => [arrow.Expression],
            _ => declaration.DescendantNodes(node => node == declaration || node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
                .OfType<ReturnStatementSyntax>().Select(static statement => statement.Expression),
        };

#pragma warning disable RS1030 // The body may stand in another file than the call. It is looked into only for a sequence that is about to cross, which is rare.
        SemanticModel model = compilation.GetSemanticModel(declaration.SyntaxTree);
#pragma warning restore RS1030
        return results.Select(result => result is null ? null : model.GetOperation(result, cancellationToken)).OfType<IOperation>();
    }

    private static bool IsLazy(ITypeSymbol? type) => type is INamedTypeSymbol named
        && (LazyTypes.TryGetAdvice(named.Metadata(), out _) || named.Metadata() is "System.Linq.ParallelQuery`1" or "System.Linq.OrderedParallelQuery`1");
}
