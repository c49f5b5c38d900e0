# step: early-stopping
# message: return the best one
def train_until(model, validation, patience, most_epochs):
    best_loss, best_epoch, best_weights = np.inf, 0, model.weights
    for epoch in range(1, most_epochs + 1):
        model.epoch()
        loss = model.loss(*validation)
        if loss < best_loss:
            best_loss, best_epoch, best_weights = loss, epoch, model.weights.copy()
        elif epoch - best_epoch >= patience:
            break
    model.weights = best_weights
    return epoch
