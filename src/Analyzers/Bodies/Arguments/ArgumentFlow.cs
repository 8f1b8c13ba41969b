using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using ProcGen.Analyzers.Bodies.Facts;

namespace ProcGen.Analyzers.Bodies.Arguments;

/// <summary>
/// Finds what one body does with the object behind one of its parameters, or with its receiver. What is read and goes back into the same object, as when two elements are swapped, is not observed;
/// what is not understood escapes.
/// </summary>
internal sealed class ArgumentFlow
{
    private readonly IMethodSymbol _owner;
    private readonly int _parameter;
    private readonly Lazy<ILookup<ILocalSymbol, ILocalReferenceOperation>> _localReferences;
    private readonly ImmutableArray<ArgumentEvent>.Builder _events = ImmutableArray.CreateBuilder<ArgumentEvent>();

    // Locals that hold something of the object: a part of it, or a value read from it.
    private readonly HashSet<ILocalSymbol> _locals = new(SymbolEqualityComparer.Default);

    private ArgumentFlow(IMethodSymbol owner, int parameter, Lazy<ILookup<ILocalSymbol, ILocalReferenceOperation>> localReferences)
    {
        _owner = owner;
        _parameter = parameter;
        _localReferences = localReferences;
    }

    /// <summary>The events of all parameters through which a caller's object can be changed, in no particular order.</summary>
    public static ImmutableArray<ArgumentEvent> Of(IMethodSymbol owner, ImmutableArray<IOperation> blocks)
    {
        ILookup<int, IOperation> mentions = blocks.SelectMany(block => block.Descendants())
            .Where(operation => OrdinalOf(operation, owner) is not null)
            .ToLookup(operation => OrdinalOf(operation, owner)!.Value);
        var locals = new Lazy<ILookup<ILocalSymbol, ILocalReferenceOperation>>(() =>
            blocks.SelectMany(block => block.Descendants()).OfType<ILocalReferenceOperation>().ToLookup<ILocalReferenceOperation, ILocalSymbol>(local => local.Local, SymbolEqualityComparer.Default));
        ImmutableArray<ArgumentEvent>.Builder events = ImmutableArray.CreateBuilder<ArgumentEvent>();
        foreach (IGrouping<int, IOperation> uses in mentions)
        {
            var flow = new ArgumentFlow(owner, uses.Key, locals);
            foreach (IOperation mention in uses)
            {
                flow.Visit(mention);
            }

            events.AddRange(flow._events);
        }

        return events.ToImmutable();
    }

    /// <summary>Which parameter an operation mentions, if it is one whose object the caller has, too.</summary>
    private static int? OrdinalOf(IOperation operation, IMethodSymbol owner) => operation switch
    {
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol method } parameter }
            when CanShare(parameter.Type) && SymbolEqualityComparer.Default.Equals(method.Definition(), owner) => parameter.Ordinal,
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } when !owner.IsStatic => ArgumentEvent.Receiver,
        _ => null,
    };

    private static bool CanShare(ITypeSymbol type) => type.SpecialType == SpecialType.None ? !type.IsUnmanagedType : type.IsReferenceType && type.SpecialType != SpecialType.System_String;

    private void Visit(IOperation mention)
    {
        VariableUse use = VariableUse.Of(mention);
        if (_parameter == ArgumentEvent.Receiver && use.Access == Access.Fill && LazyInitialization.IsMemoized(use.Path))
        {
            Add(ArgumentEffect.Escape, mention);
        }
        else if (IsChange(use))
        {
            VisitChange(mention, use);
        }
        else if (use.Access is not (Access.Read or Access.LookUp))
        {
            // From here on the parameter is another object, or the object keeps something for itself that it can make again.
            Add(ArgumentEffect.Escape, mention);
        }
        else if (use.PassedTo is { } method && SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _owner.ContainingAssembly) && CanShare(TypeOf(use.Path)))
        {
            IOperation call = use.Path.Parent is IArgumentOperation { Parent: { } outer } ? outer : use.Path.Parent!;
            bool isCertain = CallTargets.Of(call).Any() && use.Path.Parent is not IArgumentOperation { Parameter.RefKind: not RefKind.None };
            _events.Add(isCertain ? New(ArgumentEffect.Pass, call) with { PassedTo = method.Definition(), PassedAs = use.PassedAs } : New(ArgumentEffect.Escape, use.Path));
        }
        else
        {
            VisitRead(use.Path, readAt: use.Path);
        }
    }

    private void VisitChange(IOperation mention, VariableUse use)
    {
        // A setter with a body does what it does.
        if (use.Path is IPropertyReferenceOperation { Property: { SetMethod: { } setter, IsIndexer: false } property } && use.Path.Parent is IAssignmentOperation or IIncrementOrDecrementOperation
            && SymbolEqualityComparer.Default.Equals(property.ContainingAssembly, _owner.ContainingAssembly) && !Sources.IsAutomatic(property.OriginalDefinition))
        {
            _events.Add(CallTargets.Of(use.Path).Any() ? New(ArgumentEffect.Pass, use.Path) with { PassedTo = setter.Definition(), PassedAs = ArgumentEvent.Receiver } : New(ArgumentEffect.Escape, use.Path));
        }
        else if (ReachesSharedObject(mention, use.Path))
        {
            Add(ArgumentEffect.Change, use.Path);
        }

        // A call that changes may give something, too: p.Remove(x), p.Pop().
        if (use.Path.Parent is IInvocationOperation { Type.SpecialType: not SpecialType.System_Void } call && !VisitedAsValue(call))
        {
            VisitRead(call, readAt: call);
        }
        else if (use.Path.Parent is IAssignmentOperation or IIncrementOrDecrementOperation && use.Path.Parent.Parent is not IExpressionStatementOperation)
        {
            VisitRead(use.Path.Parent, readAt: use.Path.Parent);
        }
    }

    // What such methods return is not of the object: whether something was added, the builder itself.
    private static bool VisitedAsValue(IInvocationOperation call) => call.TargetMethod.Name is "Add" or "TryAdd" && call.Parent is IExpressionStatementOperation;

    /// <summary>Whether a path comes through an object that the caller could have, and not only through values that were copied for the call anyway.</summary>
    private bool ReachesSharedObject(IOperation mention, IOperation path)
    {
        if (_parameter == ArgumentEvent.Receiver)
        {
            return true;
        }

        bool changesPathItself = path.Parent is IInvocationOperation or IArgumentOperation;
        for (IOperation? step = changesPathItself ? path : Inner(path); step is not null; step = step == mention ? null : Inner(step))
        {
            if (step.Type is { IsReferenceType: true } and not { SpecialType: SpecialType.System_String })
            {
                return true;
            }
        }

        return false;
    }

    private static IOperation? Inner(IOperation path) => path switch
    {
        IMemberReferenceOperation member => member.Instance,
        IArrayElementReferenceOperation element => element.ArrayReference,
        IConversionOperation conversion => conversion.Operand,
        IInvocationOperation { Arguments.Length: > 0 } view => view.Arguments[0].Value,
        _ => null,
    };

    /// <summary>Follows a value that was read until it is known where it goes.</summary>
    private void VisitRead(IOperation value, IOperation readAt)
    {
        IOperation current = value;
        while (current.Parent is { } parent)
        {
            switch (parent)
            {
                case ITupleOperation tuple when FindTarget(tuple, current) is { } target:
                    VisitTarget(target, current, readAt);
                    return;
                case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IUnaryOperation or IBinaryOperation or ITupleOperation or ICoalesceOperation
                    or IInterpolationOperation or IInterpolatedStringOperation or IConditionalAccessOperation or IRangeOperation or IIsPatternOperation or IIsTypeOperation
                    or IAwaitOperation:
                case IFieldReferenceOperation or IPropertyReferenceOperation:
                case IArrayElementReferenceOperation:
                case IImplicitIndexerReferenceOperation:
                case IArgumentOperation { Parent: IInvocationOperation { Type.SpecialType: not SpecialType.System_Void } call } when IsPure(call.TargetMethod):
                case IArgumentOperation { Parent: IPropertyReferenceOperation }:
                case IInvocationOperation { Type.SpecialType: not SpecialType.System_Void } method when method.Instance == current && (IsValue(current) || IsPure(method.TargetMethod)):
                    current = parent is IArgumentOperation ? parent.Parent! : parent;
                    continue;
                case IInvocationOperation method when method.Instance == current && IsPure(method.TargetMethod):
                case IExpressionStatementOperation:
                case ISimpleAssignmentOperation { Target: IDiscardOperation }:
                case IArgumentOperation { Parent: IInvocationOperation changing } when IsOfObject(changing.Instance ?? changing.Arguments.FirstOrDefault()?.Value) && IsMutator(changing):
                    return;
                case IConditionalOperation { WhenFalse: not null, Type: not null } choice when choice.Condition != current:
                    current = parent;
                    continue;
                case IAssignmentOperation assignment:
                    VisitAssignment(assignment, current, readAt);
                    return;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    VisitLocal(declarator.Symbol, readAt);
                    return;
                case IForEachLoopOperation loop when loop.Collection == current:
                    foreach (ILocalSymbol local in loop.Locals)
                    {
                        VisitLocal(local, readAt);
                    }

                    return;
                case IForLoopOperation loop when loop.Condition == current && IsCount(value):
                    return;
                default:
                    if (IsConditionOfChanges(parent, current))
                    {
                        return;
                    }

                    AddRead(current, readAt);
                    return;
            }
        }
    }

    private void VisitAssignment(IAssignmentOperation assignment, IOperation current, IOperation readAt)
    {
        // What a Deconstruct of the user's own gives may be a copy.
        if (assignment is IDeconstructionAssignmentOperation && !GivesItsParts(current.Type))
        {
            AddRead(current, readAt);
            return;
        }

        VisitTarget(assignment.Target, current, readAt);
    }

    private void VisitTarget(IOperation target, IOperation current, IOperation readAt)
    {
        IOperation plain = Undeclared(target);
        if (plain is ITupleOperation tuple)
        {
            foreach (IOperation element in tuple.Elements)
            {
                VisitTarget(element, current, readAt);
            }
        }
        else if (plain is ILocalReferenceOperation local)
        {
            VisitLocal(local.Local, readAt);
        }
        else if (plain is not IDiscardOperation && !(IsOfObject(plain) && plain is not IParameterReferenceOperation))
        {
            AddRead(current, readAt);
        }
    }

    /// <summary>The target that one item of a tuple is assigned to: of <c>var (a, b) = (x, y);</c> the local a is x and nothing else.</summary>
    private static IOperation? FindTarget(ITupleOperation tuple, IOperation item)
    {
        int index = tuple.Elements.IndexOf(item);
        IOperation value = tuple;
        while (value.Parent is IConversionOperation { OperatorMethod: null })
        {
            value = value.Parent;
        }

        return index >= 0 && value.Parent is IDeconstructionAssignmentOperation assignment && assignment.Value == value
            && Undeclared(assignment.Target) is ITupleOperation targets && targets.Elements.Length == tuple.Elements.Length
                ? targets.Elements[index]
                : null;
    }

    private static IOperation Undeclared(IOperation target) => target switch
    {
        IConversionOperation conversion => Undeclared(conversion.Operand),
        IDeclarationExpressionOperation declaration => declaration.Expression,
        _ => target,
    };

    private static bool GivesItsParts(ITypeSymbol? type) =>
        type is INamedTypeSymbol { IsTupleType: true }
        || (type is INamedTypeSymbol { IsRecord: true } record && record.GetMembers("Deconstruct").All(static method => method.IsImplicitlyDeclared))
        || (type is INamedTypeSymbol { Name: "KeyValuePair" } pair && pair.ContainingNamespace.IsNamed("System.Collections.Generic"));

    /// <summary>A local that holds a value of the object: a part of it, and then it is the object under another name; or a value, which is as old as it was read.</summary>
    private void VisitLocal(ILocalSymbol local, IOperation readAt)
    {
        if (!_locals.Add(local))
        {
            return;
        }

        bool isPart = !IsValue(local.Type);
        foreach (ILocalReferenceOperation mention in _localReferences.Value[local].Where(static mention => !mention.IsDeclaration))
        {
            VariableUse use = VariableUse.Of(mention);
            if (isPart && IsChange(use))
            {
                Add(ArgumentEffect.Change, use.Path);
            }
            else if (use.Access < Access.Fill && use.Access != Access.LazyWrite)
            {
                VisitRead(use.Path, isPart ? use.Path : readAt);
            }
        }
    }

    // "if (a[i] > a[i + 1])" around nothing but changes of the same object decides about those only.
    private bool IsConditionOfChanges(IOperation statement, IOperation condition)
    {
        IEnumerable<IOperation?> bodies = statement switch
        {
            IConditionalOperation { Type: null } branch when branch.Condition == condition => [branch.WhenTrue, branch.WhenFalse],
            IWhileLoopOperation loop when loop.Condition == condition => [loop.Body],
            IForLoopOperation loop when loop.Condition == condition => [loop.Body, .. loop.AtLoopBottom],
            _ => [null],
        };
        return bodies.Any(body => body is not null) && bodies.OfType<IOperation>().SelectMany(body => body.DescendantsAndSelf()).All(IsInternal);
    }

    private bool IsInternal(IOperation operation) => operation switch
    {
        IInvocationOperation call => IsMutator(call) && IsOfObject(call.Instance ?? call.Arguments[0].Value) || IsPure(call.TargetMethod),
        IAssignmentOperation assignment => IsLocalOrOfObject(assignment.Target),
        IIncrementOrDecrementOperation step => IsLocalOrOfObject(step.Target),
        IReturnOperation or IThrowOperation or IAwaitOperation or IObjectCreationOperation or IDynamicInvocationOperation or IBranchOperation { BranchKind: BranchKind.GoTo } => false,
        _ => true,
    };

    private bool IsLocalOrOfObject(IOperation target) => target switch
    {
        ITupleOperation tuple => tuple.Elements.All(IsLocalOrOfObject),
        ILocalReferenceOperation local => _locals.Contains(local.Local),
        _ => IsOfObject(target) && target is not IParameterReferenceOperation,
    };

    /// <summary>Whether a path begins at the parameter, or at a local that holds a part of its object.</summary>
    private bool IsOfObject(IOperation? path)
    {
        for (IOperation? step = path; step is not null; step = Inner(step))
        {
            if (OrdinalOf(step, _owner) == _parameter || (step is ILocalReferenceOperation local && _locals.Contains(local.Local)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMutator(IInvocationOperation call) =>
        call.Instance is not null ? Mutators.OfReceiver(call) >= Access.Fill : call.Arguments.Length > 0 && call.Arguments[0].Parameter is { } first && Mutators.OfArgument(call.TargetMethod, first) == Access.Change;

    // Reading what it is given, and giving something new, is all these do.
    private static bool IsPure(IMethodSymbol method)
    {
        INamedTypeSymbol type = method.ContainingType;
        return type.IsNamed("System", "Math") || type.IsNamed("System", "MathF") || type.IsNamed("System", "Convert") || type.IsNamed("System", "HashCode")
            || type.SpecialType is SpecialType.System_String or SpecialType.System_Char || (type.SpecialType >= SpecialType.System_Boolean && type.SpecialType <= SpecialType.System_Double)
            || (Mutators.IsCollection(type) && method.Name is "Contains" or "ContainsKey" or "TryGetValue" or "IndexOf" or "Peek" or "BinarySearch");
    }

    // What is set on an object that processes share, as the runtime's are, is seen by all of them.
    private static bool IsChange(VariableUse use) =>
        use.Access >= Access.Fill && (use.IsDeep || use.Access != Access.Write) && !(use.Path is IMemberReferenceOperation member && member.Member.ContainingNamespace.IsNamed("ProcGen"));

    private static bool IsCount(IOperation value) => value is IPropertyReferenceOperation { Property.Name: "Length" or "Count" or "LongLength" };

    private static bool IsValue(IOperation operation) => operation.Type is { } type && IsValue(type);

    private static bool IsValue(ITypeSymbol type) => type.SpecialType == SpecialType.System_String || type.IsUnmanagedType;

    private static ITypeSymbol TypeOf(IOperation path) => path.Type!;

    private void AddRead(IOperation current, IOperation readAt) => Add(IsValue(current) ? ArgumentEffect.Observe : ArgumentEffect.Escape, IsValue(current) ? readAt : current);

    private void Add(ArgumentEffect effect, IOperation place) => _events.Add(New(effect, place));

    private ArgumentEvent New(ArgumentEffect effect, IOperation place)
    {
        ImmutableArray<TextSpan>.Builder loops = ImmutableArray.CreateBuilder<TextSpan>();
        bool isAnyTime = false;
        for (IOperation? outer = place.Parent; outer is not null; outer = outer.Parent)
        {
            isAnyTime |= outer is IAnonymousFunctionOperation or ILocalFunctionOperation;
            if (outer is ILoopOperation)
            {
                loops.Add(outer.Syntax.Span);
            }
        }

        return new(_parameter, effect, place.Syntax.GetLocation()) { Loops = loops.ToImmutable(), IsAnyTime = isAnyTime };
    }
}
