using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Use;

/// <summary>What a method does with an object that it made and keeps in a local.</summary>
internal static class OwnedLocal
{
    /// <summary>Whether the object is surely left to itself: the method does nothing with it but use its members, and none of those that end it.</summary>
    /// <param name="local">The local.</param>
    /// <param name="root">The body.</param>
    /// <param name="endsObject">Whether a member that is used on the object ends it.</param>
    public static bool IsAbandoned(ILocalSymbol local, IOperation root, Func<ISymbol, bool> endsObject)
    {
        foreach (ILocalReferenceOperation reference in root.ReferencesTo(local))
        {
            // In a nested function the object may live on, and be ended, when nobody here can tell.
            if (!SymbolEqualityComparer.Default.Equals(reference.NestedFunction(), DeclaringFunction(local)) || MayLeave(reference) || MembersUsed(reference).Any(endsObject))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The members that are used on the object where it is named.</summary>
    public static IEnumerable<ISymbol> MembersUsed(IOperation reference)
    {
        switch (reference.User())
        {
            case IInvocationOperation call when IsInstance(call.Instance, reference):
                yield return call.TargetMethod;
                break;
            case IMemberReferenceOperation member when IsInstance(member.Instance, reference):
                yield return member.Member;
                break;
            case IConditionalAccessOperation access when access.Operation.WithoutConversions() == reference:
                foreach (IOperation inner in access.WhenNotNull.DescendantsAndSelf())
                {
                    if (inner is IInvocationOperation { Instance: IConditionalAccessInstanceOperation } call)
                    {
                        yield return call.TargetMethod;
                    }
                    else if (inner is IMemberReferenceOperation { Instance: IConditionalAccessInstanceOperation } member)
                    {
                        yield return member.Member;
                    }
                }

                break;
        }
    }

    /// <summary>The lambda or local function that a local belongs to; null if it belongs to the member itself.</summary>
    public static ISymbol? DeclaringFunction(ILocalSymbol local) =>
        local.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } function ? function : null;

    // Whatever is not known to leave the object where it is may take it away.
    private static bool MayLeave(IOperation reference) => reference.User() switch
    {
        IInvocationOperation call => !IsInstance(call.Instance, reference),
        IMethodReferenceOperation => true,
        IMemberReferenceOperation member => !IsInstance(member.Instance, reference),
        IConditionalAccessOperation access => access.Operation.WithoutConversions() != reference,
        ISimpleAssignmentOperation assignment => assignment.Target.WithoutConversions() != reference,
        IIsPatternOperation test => DeclaresVariable(test.Pattern),
        IBinaryOperation or INameOfOperation or IExpressionStatementOperation => false,
        _ => true,
    };

    // own is { } other: the object has another name from here on.
    private static bool DeclaresVariable(IPatternOperation pattern) => pattern.DescendantsAndSelf().Any(static part => part is IRecursivePatternOperation { DeclaredSymbol: not null } or IDeclarationPatternOperation { DeclaredSymbol: not null });

    private static bool IsInstance(IOperation? instance, IOperation reference) => instance?.WithoutConversions() == reference;
}
