using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Project;

/// <summary>Looks for the worker line in <c>Main</c> and in what that calls: a host of one's own may have it.</summary>
/// <param name="worker">The class of the line.</param>
/// <param name="compilation">The application.</param>
/// <param name="cancellationToken">Ends the search.</param>
internal sealed class WorkerEntry(INamedTypeSymbol? worker, Compilation compilation, CancellationToken cancellationToken)
{
    // The line stands at the beginning, so it is found soon or not at all.
    private const int MaxMethods = 100;

    private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly Queue<IMethodSymbol> _open = new();

    /// <summary>Whether the line is in these bodies, or in a method that they call, directly or through others.</summary>
    public bool IsReached(IEnumerable<IOperation> bodies)
    {
        if (bodies.Any(Enters))
        {
            return true;
        }

        while (_open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (BodiesOf(_open.Dequeue()).Any(Enters))
            {
                return true;
            }
        }

        return false;
    }

    private bool Enters(IOperation body)
    {
        foreach (IOperation operation in body.Descendants())
        {
            IMethodSymbol? called = operation switch
            {
                IInvocationOperation call => call.TargetMethod,
                IObjectCreationOperation creation => creation.Constructor,
                IMethodReferenceOperation reference => reference.Method,
                _ => null,
            };
            if (called is null)
            {
                continue;
            }

            if (called.Name == "TryRun" && SymbolEqualityComparer.Default.Equals(called.ContainingType, worker))
            {
                return true;
            }

            if (SymbolEqualityComparer.Default.Equals(called.ContainingAssembly, compilation.Assembly) && _seen.Count < MaxMethods && _seen.Add(called.OriginalDefinition))
            {
                _open.Enqueue(called.OriginalDefinition);
            }
        }

        return false;
    }

    private IEnumerable<IOperation> BodiesOf(IMethodSymbol method)
    {
        // A local function is part of the body that was looked at.
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return [];
        }

#pragma warning disable RS1030 // What Main calls may stand in another file. It is looked into only for the one Main of an application that publishes without startup hooks.
        return (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellationToken))
            .Select(declaration => compilation.GetSemanticModel(declaration.SyntaxTree).GetOperation(declaration, cancellationToken))
            .OfType<IOperation>();
#pragma warning restore RS1030
    }
}
