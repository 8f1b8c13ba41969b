using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Use;

/// <summary>Whether it is this method that has to mark an item done, and nobody else.</summary>
internal static class ItemOwnership
{
    /// <summary>Whether neither the queue nor the item is handed to someone who could mark the item done.</summary>
    public static bool StaysHere(IInvocationOperation take, IOperation queue, ISymbol containingSymbol)
    {
        IOperation root = take.Root();
        return QueueStays(queue, root, take, containingSymbol) && ItemStays(take, root) && !IsMarkedUnseen(take, queue, root);
    }

    /// <summary>Whether a call marks an item of a queue done, as far as one can tell: where it may be the same queue, it counts.</summary>
    public static bool IsMark(IOperation operation, IOperation queue) =>
        operation is IInvocationOperation { Instance: { } other, TargetMethod: { } method } call
        && method.Name.StartsWith("MarkDone", StringComparison.Ordinal)
        && SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, queue.Type?.OriginalDefinition)
        && (SameObject.Is(queue, other) || call.Instance.WithoutConversions() is not (ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation));

    private static bool QueueStays(IOperation queue, IOperation root, IOperation take, ISymbol containingSymbol)
    {
        switch (queue.WithoutConversions())
        {
            case ILocalReferenceOperation or IParameterReferenceOperation:
                ISymbol variable = SameObject.SymbolOf(queue)!;
                return root.Descendants()
                    .Where(o => o is ILocalReferenceOperation { IsDeclaration: false } or IParameterReferenceOperation && SymbolEqualityComparer.Default.Equals(SameObject.SymbolOf(o), variable))
                    .All(o => OwnedLocal.MembersUsed(o).Any() && SymbolEqualityComparer.Default.Equals(o.NestedFunction(), take.NestedFunction()));

            // A queue of the type itself: its other members may mark what this one takes.
            case IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member:
                return SymbolEqualityComparer.Default.Equals(member.Member.ContainingType, containingSymbol.ContainingType)
                    && member.Member.DeclaredAccessibility == Accessibility.Private
                    && !IsMarkedElsewhere(containingSymbol, root);
            default:
                return false;
        }
    }

    private static bool IsMarkedElsewhere(ISymbol containingSymbol, IOperation root) =>
        containingSymbol.ContainingType.DeclaringSyntaxReferences
            .SelectMany(reference => reference.GetSyntax().DescendantNodes().OfType<IdentifierNameSyntax>())
            .Any(name => name.Identifier.ValueText.StartsWith("MarkDone", StringComparison.Ordinal) && !(name.SyntaxTree == root.Syntax.SyntaxTree && IsWithinMember(name, root)));

    private static bool IsWithinMember(SyntaxNode name, IOperation root) => (root.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? root.Syntax).Span.Contains(name.Span);

    // An item that is returned or kept is somebody else's to mark.
    private static bool ItemStays(IInvocationOperation take, IOperation root)
    {
        IOperation value = take;
        while (value.User() is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" })
        {
            value = value.User()!;
        }

        if (value.DeclaredLocal() is { } local)
        {
            return !MayBeKept(local, root);
        }

        if (value.User() is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target })
        {
            return !MayBeKept(target.Local, root);
        }

        ILocalSymbol[] taken =
        [
            .. take.Arguments.Where(argument => argument.Parameter?.RefKind == RefKind.Out)
                .Select(argument => argument.Value.DescendantsAndSelf().OfType<ILocalReferenceOperation>().FirstOrDefault()?.Local).OfType<ILocalSymbol>(),
        ];
        return take.TargetMethod.Name.StartsWith("Try", StringComparison.Ordinal)
            ? taken.Length == 1 && !MayBeKept(taken[0], root)
            : value.User() is IExpressionStatementOperation or IArgumentOperation or IForEachLoopOperation or IConditionalOperation or ISwitchOperation or IMemberReferenceOperation
                or IInvocationOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
    }

    private static bool MayBeKept(ILocalSymbol item, IOperation root) =>
        root.ReferencesTo(item).Any(reference => reference.User() is IReturnOperation or IAssignmentOperation { Target: IMemberReferenceOperation or IArrayElementReferenceOperation or IParameterReferenceOperation }
            or ITupleOperation or IArrayInitializerOperation or ICollectionExpressionOperation);

    // Items that are taken in one loop and marked in another are counted, which no path shows; nor does one show whether queue?.MarkDone() does anything.
    private static bool IsMarkedUnseen(IOperation take, IOperation queue, IOperation root) =>
        root.Descendants().OfType<IInvocationOperation>().Where(operation => IsMark(operation, queue)).Any(mark =>
            mark.Instance is IConditionalAccessInstanceOperation || LoopsAround(mark).Any(loop => !LoopsAround(take).Contains(loop)));

    private static IEnumerable<IOperation> LoopsAround(IOperation operation)
    {
        for (IOperation? o = operation.Parent; o is not null; o = o.Parent)
        {
            if (o is ILoopOperation)
            {
                yield return o;
            }
        }
    }
}
